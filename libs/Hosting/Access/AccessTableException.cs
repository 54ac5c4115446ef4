namespace CoretimeDesk.Hosting;

/// <summary>The access table is wrong or incomplete. The service must not start: the message says which line or RPC.</summary>
public sealed class AccessTableException(string message) : Exception(message);
