using System.Collections.Immutable;
using CoretimeDesk.Commissions.Facts;

namespace CoretimeDesk.Commissions.SelfDealing;

/// <summary>A finalised transfer between two accounts.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="At">The block's time.</param>
/// <param name="From">Who paid.</param>
/// <param name="To">Who received.</param>
public sealed record Movement(string Id, DateTimeOffset At, string From, string To);

/// <summary>What links who paid to a participant, so that a person can look at it.</summary>
/// <param name="Participant">Who.</param>
/// <param name="Key">Their account.</param>
/// <param name="Payer">The customer's account.</param>
/// <param name="Funder">Who paid into both; null when one of the two paid the other.</param>
/// <param name="Transfers">The transfers, by id.</param>
public sealed record PayerLink(string Participant, string Key, string Payer, string? Funder, ImmutableArray<string> Transfers);

/// <summary>
/// Who paid, and a participant, are near each other: one of them paid the other, or a third paid both, over one transfer and within <see cref="Days"/> days before the payment.
/// It is a suspicion and excludes nothing: a planck that a rival sends to a customer must not cost anybody a commission, and who paid both may be an exchange.
/// </summary>
public static class PayerLinks
{
    /// <summary>How long before a payment transfers are looked at.</summary>
    public const int Days = 90;

    /// <summary>All links of a payment, by participant, key, payer and funder.</summary>
    /// <param name="paid">The payment.</param>
    /// <param name="own">Other accounts of the customer.</param>
    /// <param name="keys">Accounts of participants.</param>
    /// <param name="movements">Transfers, in any order and any number of times.</param>
    /// <param name="shared">Accounts that pay to, or are paid by, everybody: pools, sponsors, exchanges. They link nobody.</param>
    public static ImmutableArray<PayerLink> Of(Paid paid, IEnumerable<string> own, IEnumerable<ParticipantKey> keys, IEnumerable<Movement> movements, IReadOnlySet<string> shared)
    {
        ArgumentNullException.ThrowIfNull(paid);
        ArgumentNullException.ThrowIfNull(own);
        var payers = own.Append(paid.Account).Where(a => !shared.Contains(a)).ToHashSet(StringComparer.Ordinal);
        var owners = keys.Where(k => !payers.Contains(k.Account) && !shared.Contains(k.Account) && (k.Until is not { } until || paid.At < until)).ToLookup(k => k.Account, k => k.Participant, StringComparer.Ordinal);
        var since = paid.At.AddDays(-Days);
        var near = movements.Where(m => m.At >= since && m.At <= paid.At && !shared.Contains(m.From) && !shared.Contains(m.To)).Distinct().ToList();
        var direct = near.SelectMany(m => new[] { (Key: m.From, Payer: m.To, m.Id), (Key: m.To, Payer: m.From, m.Id) })
            .Where(m => owners.Contains(m.Key) && payers.Contains(m.Payer))
            .Select(m => (m.Key, m.Payer, Funder: (string?)null, Ids: new[] { m.Id }));
        var intoPayers = near.Where(m => payers.Contains(m.To)).ToLookup(m => m.From, StringComparer.Ordinal);
        var common = near.Where(m => owners.Contains(m.To) && !payers.Contains(m.From) && !owners.Contains(m.From))
            .SelectMany(m => intoPayers[m.From].Select(p => (Key: m.To, Payer: p.To, Funder: (string?)m.From, Ids: new[] { m.Id, p.Id })));
        return
        [
            .. direct.Concat(common)
                .SelectMany(l => owners[l.Key].Distinct(StringComparer.Ordinal).Select(participant => (participant, l.Key, l.Payer, l.Funder, l.Ids)))
                .GroupBy(l => (l.participant, l.Key, l.Payer, l.Funder))
                .OrderBy(g => g.Key.participant, StringComparer.Ordinal).ThenBy(g => g.Key.Key, StringComparer.Ordinal).ThenBy(g => g.Key.Payer, StringComparer.Ordinal).ThenBy(g => g.Key.Funder, StringComparer.Ordinal)
                .Select(g => new PayerLink(g.Key.participant, g.Key.Key, g.Key.Payer, g.Key.Funder, [.. g.SelectMany(l => l.Ids).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])),
        ];
    }
}
