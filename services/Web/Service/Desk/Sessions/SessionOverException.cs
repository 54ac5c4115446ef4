namespace CoretimeDesk.Web.Desk.Sessions;

/// <summary>The session was ended, or has run out: sign in again.</summary>
internal sealed class SessionOverException(Exception? inner = null) : Exception("The session is over.", inner);
