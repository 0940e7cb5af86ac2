"""The made-up files of the police, the ambulance service and the hospitals, and what they plant."""
