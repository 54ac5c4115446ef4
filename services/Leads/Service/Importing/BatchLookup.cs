using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Importing;

/// <summary>What the database knows of a batch's rows, each asked for once for all of them.</summary>
internal sealed class BatchLookup(LeadsDb db, DryMemory? dry, CancellationToken stop)
{
    /// <summary>Those of the hashes whose rows were imported before.</summary>
    public async Task<IReadOnlySet<string>> ImportedAsync(IReadOnlyCollection<string> hashes)
    {
        var bytes = hashes.Select(Convert.FromHexString).ToArray();
        var known = await db.ImportedRows.AsNoTracking().Where(r => bytes.Contains(r.Hash)).Select(r => r.Hash).ToListAsync(stop);
        return known.Select(Convert.ToHexString).Concat(dry?.Imported(hashes) ?? []).ToHashSet();
    }

    /// <summary>Those of the keys that accounts have.</summary>
    public async Task<IEnumerable<TakenKey>> TakenAsync(IReadOnlySet<StrongKey> keys, DateTimeOffset now) =>
        (await AccountOwners.TakenAsync(db, keys, null, stop)).Concat(dry?.Taken(keys, now) ?? []).DistinctBy(t => t.Key);

    /// <summary>Opt-outs by the address that they stand under.</summary>
    public async Task<IReadOnlyDictionary<string, OptOut>> SuppressedAsync(IReadOnlyCollection<string> emails)
    {
        if (emails.Count == 0)
        {
            return new Dictionary<string, OptOut>();
        }

        var byDigest = emails.ToDictionary(e => Convert.ToHexString(Suppression.DigestOf(e)));
        var digests = byDigest.Keys.Select(Convert.FromHexString).ToArray();
        var found = await db.Suppressions.AsNoTracking().Where(s => digests.Contains(s.Digest)).ToListAsync(stop);
        return found.ToDictionary(s => byDigest[Convert.ToHexString(s.Digest)], s => new OptOut(s.Since, s.Source, ""));
    }

    /// <summary>The people, as <see cref="Person"/> writes them, that known accounts have already.</summary>
    public async Task<HashSet<string>> PeopleAsync(IReadOnlyCollection<(Guid Account, ContactDetails Contact)> asked)
    {
        if (asked.Count == 0)
        {
            return [];
        }

        var accounts = asked.Select(a => a.Account).Distinct().ToArray();
        var (emails, names) = (asked.SelectMany(a => a.Contact.Emails).Distinct().ToArray(), asked.Select(a => a.Contact.Name).Distinct().ToArray());
        var found = await db.Contacts.AsNoTracking()
            .Where(c => accounts.Contains(c.AccountId) && c.ForgottenAt == null && (c.Emails.Any(e => emails.Contains(e)) || names.Contains(c.Name)))
            .Select(c => new { c.AccountId, c.Name, c.Emails }).ToListAsync(stop);
        return [.. found.SelectMany(f => f.Emails.Length > 0 ? f.Emails.Select(e => Person(f.AccountId, e)) : [Person(f.AccountId, f.Name)]), .. asked.Select(a => Person(a.Account, a.Contact)).Where(p => dry?.HasPerson(p) ?? false)];
    }

    /// <summary>One person at one account: by the address, or by the name of somebody without any.</summary>
    public static string Person(Guid account, ContactDetails contact) => Person(account, contact.Emails.Count > 0 ? contact.Emails[0] : contact.Name);

    private static string Person(Guid account, string who) => $"{account} {who}";
}
