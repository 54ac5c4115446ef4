using CoretimeDesk.Desk.Running.Chains;

namespace CoretimeDesk.Desk.Running;

/// <summary>What <c>./desk up</c> was asked for.</summary>
internal sealed record UpOptions(Workspace Workspace)
{
    /// <summary>No demo data, and no administrator unless one was asked for.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Where chain facts come from.</summary>
    public IChainSource Chain { get; init; } = NoChain.Instance;

    public bool Builds { get; init; } = true;

    public string Configuration { get; init; } = "Release";

    /// <summary>A taken port of tye.yaml is replaced by a free one instead of ending the start.</summary>
    public bool TakesFreePorts { get; init; }

    /// <summary>False: no stand-in is started; services find a real Dapr sidecar by their environment, or wait for one.</summary>
    public bool HasSidecar { get; init; } = true;

    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromSeconds(90);
}
