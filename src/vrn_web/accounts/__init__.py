"""People: who they are, how they sign in, what their role lets them do, what is written down."""
