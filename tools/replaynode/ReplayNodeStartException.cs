namespace CoretimeDesk.ReplayNode;

/// <summary>The replay node cannot start as asked. The message names the switch or file, and what to do.</summary>
public sealed class ReplayNodeStartException : Exception
{
    /// <summary>What is wrong.</summary>
    public ReplayNodeStartException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
