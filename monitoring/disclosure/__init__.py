"""Which figures may be shown without anyone being able to trace a child.

Pure: nothing here asks the database or the clock. Terms used throughout:

part      a group of children that is never split further, such as reached ones
cell      one category of one breakdown, or the whole town
atom      the unknown number of children of one part in one cell in one quarter
Number    a figure as a reader sees it: the sum of some atoms
guard     parts whose sum may not be small: T, N and N - T of every indicator
small     below the threshold, and zero is small too: hidden would otherwise say "one"
safe      a small number that, for all a reader knows, can be zero and can be large
"""
