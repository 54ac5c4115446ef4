using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Ledger;

/// <summary>What is known beside payments: looked up by time and never by order of arrival.</summary>
public sealed class KnownFacts
{
    private readonly Dictionary<string, Registered> _registrations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Accepted>> _acceptances = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Participant, Month Month), Planck> _quotas = [];
    private readonly Dictionary<string, DateTimeOffset> _accounts = new(StringComparer.Ordinal);

    /// <summary>Collects.</summary>
    /// <param name="facts">In order of effect.</param>
    public KnownFacts(IEnumerable<CommissionFact> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case Registered registered:
                    _registrations.TryAdd(registered.Customer, registered);
                    break;
                case Accepted accepted when _acceptances.TryGetValue(accepted.Customer, out var before):
                    before.Add(accepted);
                    break;
                case Accepted accepted:
                    _acceptances.Add(accepted.Customer, [accepted]);
                    break;
                case QuotaSet quota:
                    _quotas.TryAdd((quota.Participant, quota.Month), quota.Quota);
                    break;
                case ParticipantKey key:
                    // An account that two have had, or one has twice, is a participant's as long as any of them has it.
                    var until = key.Until ?? DateTimeOffset.MaxValue;
                    _accounts[key.Account] = _accounts.TryGetValue(key.Account, out var other) && other > until ? other : until;
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The first registration of a customer.</summary>
    public Registered? RegistrationOf(string customer) => _registrations.GetValueOrDefault(customer);

    /// <summary>The latest acceptance at or before a payment.</summary>
    public Accepted? AcceptanceFor(Paid paid)
    {
        ArgumentNullException.ThrowIfNull(paid);
        return _acceptances.TryGetValue(paid.Customer, out var all) ? all.FindLast(a => a.At <= paid.At) : null;
    }

    /// <summary>The account counts as a participant's for what is paid at an instant: whenever that became known, until it was found to be none.</summary>
    public bool IsParticipants(string account, DateTimeOffset at) => _accounts.TryGetValue(account, out var until) && at < until;

    /// <summary>The first quota that was set for a month.</summary>
    public Planck? QuotaOf(string participant, Month month) => _quotas.TryGetValue((participant, month), out var quota) ? quota : null;
}
