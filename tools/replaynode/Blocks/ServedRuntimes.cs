namespace CoretimeDesk.ReplayNode.Blocks;

/// <summary>Which runtime executes which block. Never changes: an upgrade makes a new one.</summary>
internal sealed class ServedRuntimes(IReadOnlyList<ServedRuntime> byHeight)
{
    public IReadOnlyList<ServedRuntime> All => byHeight;

    /// <summary>The runtime that executed a block: the code at its parent.</summary>
    public ServedRuntime Executing(ulong height) => byHeight.LastOrDefault(r => r.From <= height) ?? byHeight[0];

    /// <summary>The runtime in the state after a block: it executes the next one.</summary>
    public ServedRuntime InStateAfter(ulong height) => Executing(height + 1);

    public ServedRuntimes With(ServedRuntime runtime) => new([.. byHeight.Where(r => r.From != runtime.From).Append(runtime).OrderBy(r => r.From)]);
}
