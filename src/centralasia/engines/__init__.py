"""Engines: frames in memory, lazy ones, and those of clusters, each converted where it is (extra ``frames``)."""

from centralasia.engines.eager import Asked

__all__ = ["Asked"]
