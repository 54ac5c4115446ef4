using System.Diagnostics;
using CoretimeDesk.Substrate.Tests.Hostile.Fuzzing;

namespace CoretimeDesk.Bench.Substrate.Fuzz;

/// <summary>What became of one target's inputs.</summary>
/// <param name="target">The target.</param>
/// <param name="share">Of how many inputs of a cycle it gets.</param>
internal sealed class FuzzTally(FuzzTarget target, int share)
{
    private const int SizeMin = 100; // Below that, the fixed cost of an exception says more than the input does.

    private readonly Dictionary<string, long> _kinds = [];
    private double _worst;
    private TimeSpan _longest;

    public int Share => share;

    public void Run(int seed, long index)
    {
        var start = Stopwatch.GetTimestamp();
        var outcome = target.Run(seed, index);
        var took = Stopwatch.GetElapsedTime(start);
        _longest = took > _longest ? took : _longest;
        _kinds[outcome.Kind] = _kinds.GetValueOrDefault(outcome.Kind) + 1;
        if (outcome.Size >= SizeMin)
        {
            _worst = Math.Max(_worst, outcome.Allocated / (double)outcome.Size);
        }
    }

    public string Row()
    {
        var accepted = _kinds.GetValueOrDefault(FuzzOutcome.Accepted);
        var refused = _kinds.Where(k => k.Key != FuzzOutcome.Accepted).OrderByDescending(k => k.Value).Select(k => $"{k.Key} {k.Value:N0}");
        return $"| {target.Name} | {_kinds.Values.Sum():N0} | {accepted:N0} | {string.Join(", ", refused)} | {_worst:F0} B | {_longest.TotalMilliseconds:F0} ms |";
    }
}
