namespace CoretimeDesk.LocalPostgres;

/// <summary>No PostgreSQL could be found or started. The message says what to do.</summary>
public sealed class PostgresUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
