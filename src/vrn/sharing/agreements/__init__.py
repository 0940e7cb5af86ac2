"""What an agreement says beside its columns, how it is signed, and what it makes the door do."""
