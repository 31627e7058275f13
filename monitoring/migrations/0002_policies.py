"""Shows each row within its reach and binds rows to one partnership."""

from django.db import migrations

from vve_portal.access.database import protect, same_partnership, unique_pair

REACH = {
    "monitoring_action": "worked",
    "monitoring_agendaitem": "shared",
    "monitoring_areawords": "shared",
    "monitoring_bottleneck": "shared",
    "monitoring_checkanswer": "unreleased",
    "monitoring_clausestatus": "shared",
    "monitoring_decision": "shared",
    "monitoring_delivery": "chain",
    "monitoring_dialogue": "shared",
    "monitoring_escalation": "shared",
    "monitoring_figure": "unreleased",
    "monitoring_figuresettings": "shared",
    "monitoring_hoursentry": "worked",
    "monitoring_meeting": "shared",
    "monitoring_meetingseries": "shared",
    "monitoring_mergetree": "shared",
    "monitoring_ownindicator": "shared",
    "monitoring_participant": "shared",
    "monitoring_publicnumber": "shared",
    "monitoring_quarter": "chain",
    "monitoring_release": "shared",
    "monitoring_reminder": "chain",
    "monitoring_report": "shared",
    "monitoring_revision": "unreleased",
    "monitoring_signal": "told",
    "monitoring_story": "told",
}
PARENTS = (
    "monitoring_quarter",
    "monitoring_meetingseries",
    "monitoring_meeting",
    "monitoring_agendaitem",
    "monitoring_decision",
    "monitoring_action",
    "monitoring_bottleneck",
)
BINDINGS = (
    ("monitoring_delivery", "quarter_id", "monitoring_quarter"),
    ("monitoring_checkanswer", "quarter_id", "monitoring_quarter"),
    ("monitoring_report", "quarter_id", "monitoring_quarter"),
    ("monitoring_reminder", "quarter_id", "monitoring_quarter"),
    ("monitoring_figure", "quarter_id", "monitoring_quarter"),
    ("monitoring_release", "quarter_id", "monitoring_quarter"),
    ("monitoring_revision", "quarter_id", "monitoring_quarter"),
    ("monitoring_areawords", "quarter_id", "monitoring_quarter"),
    ("monitoring_clausestatus", "quarter_id", "monitoring_quarter"),
    ("monitoring_story", "quarter_id", "monitoring_quarter"),
    ("monitoring_signal", "quarter_id", "monitoring_quarter"),
    ("monitoring_dialogue", "quarter_id", "monitoring_quarter"),
    ("monitoring_meeting", "quarter_id", "monitoring_quarter"),
    ("monitoring_revision", "of_quarter_id", "monitoring_quarter"),
    ("monitoring_delivery", "location_id", "referrals_location"),
    ("monitoring_report", "document_id", "documents_storeddocument"),
    ("monitoring_clausestatus", "clause_id", "agreements_clause"),
    ("monitoring_meetingseries", "clause_id", "agreements_clause"),
    ("monitoring_agendaitem", "clause_id", "agreements_clause"),
    ("monitoring_decision", "clause_id", "agreements_clause"),
    ("monitoring_action", "clause_id", "agreements_clause"),
    ("monitoring_meeting", "series_id", "monitoring_meetingseries"),
    ("monitoring_participant", "meeting_id", "monitoring_meeting"),
    ("monitoring_agendaitem", "meeting_id", "monitoring_meeting"),
    ("monitoring_decision", "meeting_id", "monitoring_meeting"),
    ("monitoring_escalation", "meeting_id", "monitoring_meeting"),
    ("monitoring_agendaitem", "action_id", "monitoring_action"),
    ("monitoring_agendaitem", "bottleneck_id", "monitoring_bottleneck"),
    ("monitoring_decision", "item_id", "monitoring_agendaitem"),
    ("monitoring_decision", "proposal_id", "agreements_clauseversion"),
    ("monitoring_action", "decision_id", "monitoring_decision"),
    ("monitoring_action", "bottleneck_id", "monitoring_bottleneck"),
    ("monitoring_escalation", "bottleneck_id", "monitoring_bottleneck"),
    ("monitoring_hoursentry", "agreement_id", "agreements_agreement"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0001_quarterly_monitoring"),
        ("access", "0002_scope_of_figures"),
        ("agreements", "0002_policies"),
        ("documents", "0002_policies"),
        ("referrals", "0002_policies"),
    ]
    operations = [
        *(protect(table, reach) for table, reach in REACH.items()),
        *(unique_pair(table) for table in PARENTS),
        *(same_partnership(*binding) for binding in BINDINGS),
    ]
