using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Commissions.Ledgers;

/// <summary>Which accounts are one customer, and which tasks are whose.</summary>
internal sealed class Customers
{
    // Far longer than any real chain of merges; a circle would be a fault of what was told.
    private const int MergesMax = 64;
    private static readonly string[] Ends = ["-coretime", "-relay"];

    private readonly Dictionary<Guid, Guid> _survivors;
    private readonly ILookup<(Guid Customer, string Network), uint> _tasks;

    public Customers(Observations told)
    {
        var undone = told.Of<MergeUndone>().Select(m => m.Message.MergeId).ToHashSet(StringComparer.Ordinal);
        _survivors = told.Of<AccountsMerged>().Where(m => !undone.Contains(m.Message.MergeId)).GroupBy(m => Guid.Parse(m.Message.AbsorbedAccountId))
            .ToDictionary(g => g.Key, g => Guid.Parse(g.MaxBy(m => m.Message.MergeId, StringComparer.Ordinal)!.Message.AccountId));
        var keys = told.Of<AccountKeyAdded>().Select(k => (k.Aggregate, k.Sequence, k.Message.AccountId, k.Message.Key, IsThere: true))
            .Concat(told.Of<AccountKeyRemoved>().Select(k => (k.Aggregate, k.Sequence, k.Message.AccountId, k.Message.Key, IsThere: false)))
            .Where(k => k.Key.Kind == AccountKeyKind.ParaId)
            .GroupBy(k => (k.AccountId, k.Key.Network, k.Key.Value))
            .Select(g => g.MaxBy(k => k.Sequence))
            .Where(k => k.IsThere);
        _tasks = keys.ToLookup(k => (Of(k.AccountId), k.Key.Network), k => uint.TryParse(k.Key.Value, out var task) ? task : 0);
    }

    /// <summary>Who an account is after merges.</summary>
    public Guid Of(string account)
    {
        var now = Guid.Parse(account);
        for (var i = 0; i < MergesMax && _survivors.TryGetValue(now, out var next); i++)
        {
            now = next;
        }

        return now;
    }

    /// <summary>The tasks that are known to be a customer's on the network of a chain.</summary>
    public IReadOnlyList<uint> TasksOf(Guid customer, string chain) => [.. _tasks[(customer, NetworkOf(chain))].Where(t => t > 0).Distinct().Order()];

    /// <summary>Whose some tasks are; null when nobody's, or several customers'.</summary>
    public Guid? OwnerOf(IEnumerable<uint> tasks, string chain)
    {
        var (asked, network) = (tasks.ToHashSet(), NetworkOf(chain));
        return _tasks.Where(g => g.Key.Network == network && g.Any(t => t > 0 && asked.Contains(t))).Select(g => g.Key.Customer).Take(2).ToList() is [var one] ? one : null;
    }

    /// <summary>All tasks of a customer, with their networks.</summary>
    public IReadOnlyList<(string Network, uint Task)> AllTasksOf(Guid customer) => [.. _tasks.Where(g => g.Key.Customer == customer).SelectMany(g => g.Select(t => (g.Key.Network, t)))];

    /// <summary>The relay chain whose cores are sold: "polkadot" of "polkadot-coretime". Each start of the chain lab has a number in its name, and all of them are one network.</summary>
    public static string NetworkOf(string chain)
    {
        var stem = Ends.Where(end => chain.EndsWith(end, StringComparison.Ordinal)).Select(end => chain[..^end.Length]).FirstOrDefault(chain);
        return stem.StartsWith("lab-", StringComparison.Ordinal) ? "lab" : stem;
    }
}
