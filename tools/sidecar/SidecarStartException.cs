namespace CoretimeDesk.Sidecar;

/// <summary>The sidecar cannot start as asked. The message names the switch, file or directory, and what to do.</summary>
public sealed class SidecarStartException : Exception
{
    public SidecarStartException(string message)
        : base(message)
    {
    }

    public SidecarStartException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public SidecarStartException()
    {
    }
}
