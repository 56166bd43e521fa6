"""The calendar of posting (差出の暦): closed days, the posting window, what a campaign's days must keep."""
