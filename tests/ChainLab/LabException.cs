namespace CoretimeDesk.ChainLab;

/// <summary>The lab did not start, ended, or refused a request; the message says why, with the end of its log where that helps.</summary>
public sealed class LabException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The lab cannot run on this machine; the message says what is missing.</summary>
public sealed class LabUnavailableException(string message) : Exception(message);
