using CoretimeDesk.Market;

namespace CoretimeDesk.ChainWatcher;

/// <summary>For what a core, or a part of it, is used.</summary>
public enum CoreUseKind
{
    /// <summary>For nothing.</summary>
    Idle = 1,

    /// <summary>For on-demand orders.</summary>
    Pool = 2,

    /// <summary>For a parachain.</summary>
    Task = 3,
}

/// <summary>For what a core, or a part of it, is used.</summary>
/// <param name="Kind">For what.</param>
/// <param name="Task">The parachain's id, with <see cref="CoreUseKind.Task"/>.</param>
public sealed record CoreUse(CoreUseKind Kind, uint? Task);

/// <summary>A part of a core and its use on the Coretime chain.</summary>
/// <param name="Mask">Which part.</param>
/// <param name="Use">For what.</param>
public sealed record WorkloadItem(CoreMask Mask, CoreUse Use);

/// <summary>A share of a core and its use, as the relay chain is told.</summary>
/// <param name="Use">For what.</param>
/// <param name="Share">In 57,600ths of the core.</param>
public sealed record CoreShare(CoreUse Use, ushort Share);
