"""Intake (受付): what lies in the inbox, whether it is what its manifest says, and the receipt for the municipality."""
