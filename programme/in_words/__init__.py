"""A framework in plain English, so that a head of service can check it against the document.

One small function a rule; every sentence stands with its rule id and source.
"""
