namespace CoretimeDesk.Desk;

/// <summary>Something the user can mend. The message says what and how, and is all that is shown; the exit code is 1.</summary>
public sealed class DeskException(string message, Exception? inner = null) : Exception(message, inner);
