namespace CoretimeDesk.Sidecar.Discovery;

/// <summary>A rule that cannot be compiled (not CEL, or outside the supported part), or not evaluated on an event.</summary>
internal sealed class CelException(string message) : Exception(message);
