"""Skeletons: a pack, a rule or a plugin to begin with.

What stands in them is data, in the folder ``templates``; here is only how it is filled in and put on disk.
"""
