"""Admission (受入判定): per record, can it be printed? Decided while it is read, with the texts that will be printed."""
