using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Duplicates;

/// <summary>Another account that may be the same customer.</summary>
public sealed record Lookalike(Guid AccountId, IReadOnlyList<WeakReason> Reasons, int Score);

/// <summary>Looks for accounts that may be one customer. It warns and lists; it never merges.</summary>
public static class DuplicateFinder
{
    private const int ShownMax = 20;

    /// <summary>Accounts that look like this one, most alike first.</summary>
    /// <param name="db">Any context; what it has not saved yet is not seen.</param>
    /// <param name="account">The account as it is, or is about to be.</param>
    /// <param name="contact">A contact that is about to be its own; null for those that it has.</param>
    /// <param name="stop">Cancels with the call.</param>
    public static async Task<IReadOnlyList<Lookalike>> FindAsync(LeadsDb db, AccountState account, ContactDetails? contact, CancellationToken stop)
    {
        var found = new Dictionary<Guid, Dictionary<WeakReason, int>>();
        foreach (var (id, likeness) in await ByNameAsync(db, account, stop))
        {
            Note(id, WeakReason.SimilarName, likeness);
        }

        var keys = account.ChainAccounts.Where(c => c.How != HowVerified.ParaSovereign).Select(c => c.Address.Bytes).ToArray();
        NoteAll(await db.ChainAccounts.Where(c => keys.Contains(c.PublicKey) && c.Network == "" && c.AccountId != account.Id).Select(c => c.AccountId).ToListAsync(stop), WeakReason.SameChainAccount);
        await ByDomainAsync();
        await ByContactAsync();
        return
        [
            .. found.Select(f => new Lookalike(f.Key, [.. f.Value.Keys.Order()], f.Value.Values.Max())).OrderByDescending(l => l.Score).ThenBy(l => l.AccountId).Take(ShownMax),
        ];

        async Task ByDomainAsync()
        {
            var domains = account.Keys.Where(k => k.Kind == KeyKind.Domain).Select(k => k.Value).ToArray();
            var above = domains.SelectMany(DomainNames.Above).Distinct().ToArray();
            NoteAll(await db.AccountKeys.Where(k => k.Kind == KeyKind.Domain && above.Contains(k.Value) && k.AccountId != account.Id).Select(k => k.AccountId).ToListAsync(stop), WeakReason.DomainWithin);
            foreach (var domain in domains)
            {
                var (grams, below) = (Trigrams.Within($".{domain}"), $"%.{AccountSearch.Literal(domain)}");
                NoteAll(await db.SearchTerms.Where(t => t.Kind == TermKind.Domain && grams.All(g => t.Grams.Contains(g)) && EF.Functions.Like(t.Term, below) && t.AccountId != account.Id)
                    .Select(t => t.AccountId).ToListAsync(stop), WeakReason.DomainWithin);
            }
        }

        async Task ByContactAsync()
        {
            List<ContactDetails> contacts = contact is null
                ? [.. (await db.Contacts.AsNoTracking().Where(c => c.AccountId == account.Id).ToListAsync(stop)).Select(c => c.ToState().Details)]
                : [contact];
            var (emails, handles) = (contacts.SelectMany(c => c.Emails).ToArray(), contacts.SelectMany(c => c.Handles).ToArray());
            var theirs = emails.Select(ContactReading.OwnDomain).OfType<string>().Distinct().ToArray();
            var domains = account.Keys.Where(k => k.Kind == KeyKind.Domain).Select(k => k.Value).Concat(theirs).Distinct().ToArray();
            var others = db.Contacts.Where(c => c.AccountId != account.Id);
            NoteAll(await others.Where(c => c.Emails.Any(e => emails.Contains(e)) || c.Handles.Any(h => handles.Contains(h))).Select(c => c.AccountId).Distinct().ToListAsync(stop), WeakReason.SameContact);
            NoteAll(await others.Where(c => c.EmailDomains.Any(d => domains.Contains(d))).Select(c => c.AccountId).Distinct().ToListAsync(stop), WeakReason.SameEmailDomain);
            NoteAll(await db.AccountKeys.Where(k => k.Kind == KeyKind.Domain && theirs.Contains(k.Value) && k.AccountId != account.Id).Select(k => k.AccountId).ToListAsync(stop), WeakReason.SameEmailDomain);
        }

        void NoteAll(IEnumerable<Guid> ids, WeakReason reason)
        {
            foreach (var id in ids)
            {
                Note(id, reason, WeakReasons.ScoreOf(reason));
            }
        }

        void Note(Guid id, WeakReason reason, int score)
        {
            if (!found.TryGetValue(id, out var reasons))
            {
                found[id] = reasons = [];
            }

            reasons[reason] = Math.Max(score, reasons.GetValueOrDefault(reason));
        }
    }

    /// <summary>What a caller is told of them.</summary>
    public static async Task<IReadOnlyList<PossibleDuplicate>> TellAsync(LeadsDb db, IReadOnlyList<Lookalike> found, CancellationToken stop)
    {
        var ids = found.Select(f => f.AccountId).ToArray();
        var accounts = await db.Accounts.AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, stop);
        var owners = await AccountOwners.OfAsync(db, ids, stop);
        return
        [
            .. found.Where(f => accounts.ContainsKey(f.AccountId)).Select(f => new PossibleDuplicate
            {
                AccountId = f.AccountId.ToString(),
                Number = accounts[f.AccountId].Number,
                Name = accounts[f.AccountId].Name,
                OwnerName = owners.TryGetValue(f.AccountId, out var owner) ? owner.Name : "",
                Reasons = { f.Reasons.Select(r => (V1.WeakReason)r) },
                Score = (uint)f.Score,
            }),
        ];
    }

    /// <summary>The names that share one of the rarest groups of this one: few, and all that can be alike. See <see cref="Trigrams.Rarest"/>.</summary>
    public static IQueryable<SearchTermRow> Candidates(LeadsDb db, string name)
    {
        var rare = Trigrams.Rarest(Trigrams.Of(AccountNames.Core(name)));
        return db.SearchTerms.AsNoTracking().Where(t => t.Rare.Any(g => rare.Contains(g)));
    }

    private static async Task<IEnumerable<(Guid Id, int Likeness)>> ByNameAsync(LeadsDb db, AccountState account, CancellationToken stop)
    {
        var candidates = await Candidates(db, account.Name).Where(t => t.AccountId != account.Id).Select(t => new { t.AccountId, t.Term }).ToListAsync(stop);
        return candidates.Select(c => (c.AccountId, AccountNames.Likeness(account.Name, c.Term))).Where(c => c.Item2 >= WeakReasons.SimilarFrom);
    }
}
