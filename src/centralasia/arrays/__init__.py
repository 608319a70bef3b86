"""Arrays: conversion of whole columns with numpy and Arrow, for the functions on frames (extra ``frames``)."""

from centralasia.arrays.calendars import Calendar, compile_calendar
from centralasia.arrays.problems import Trouble

__all__ = ["Calendar", "Trouble", "compile_calendar"]
