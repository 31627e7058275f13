"""What a report of a crash may tell: the fault and where, never what somebody typed.

Django's own filter hides what is marked as sensitive. Here everything is: a letter has
names in it, and a variable of a library that draws it may hold the whole text.
"""

from collections.abc import ItemsView
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class SilentFilter(SafeExceptionReporterFilter):
    """Leaves out every form field and every variable; only trying out shows them."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """Keep the names of the fields."""
        if request is None or not self.is_active(request):
            return super().get_post_parameters(request)
        return dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> ItemsView[str, Any]:
        """Keep the names of the variables."""
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()
