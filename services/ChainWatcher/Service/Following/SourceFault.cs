namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>Stops a follower, visibly: a person has to look.</summary>
/// <param name="reason">One of <see cref="StopReason"/>, or <see cref="WrongChain"/>.</param>
/// <param name="message">In words.</param>
internal sealed class SourceFaultException(string reason, string message) : Exception(message)
{
    /// <summary>The node serves another chain than the one that is followed.</summary>
    public const string WrongChain = "WrongChain";

    public string Reason { get; } = reason;

    public static SourceFaultException Of(FollowerStop stop) => new(stop.Reason.ToString(), stop.Problem);
}

/// <summary>This node is of no use at present, and another may be: the follower goes on with the next one.</summary>
internal sealed class NodeUnfitException(string message, bool isStranger = false) : Exception(message)
{
    /// <summary>True when it serves another chain.</summary>
    public bool IsStranger { get; } = isStranger;
}

/// <summary>The node has forgotten something of a block that it calls final.</summary>
internal sealed class ForgottenException(string message) : Exception(message);
