using System.Buffers.Binary;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Contacts;

/// <summary>Writes down what the rules decided about a contact, and keeps the list of addresses that nothing is sent to.</summary>
public static class ContactBook
{
    /// <summary>The advisory lock that a batch of an import holds alone instead of one lock per address.</summary>
    internal const long ImportLock = 0x6C65616473_01;

    /// <summary>Writes down the first events of a new contact.</summary>
    public static ContactRow Enter(CommandScope<LeadsDb> scope, IReadOnlyList<ContactEvent> events)
    {
        var row = New(events);
        scope.Db.Contacts.Add(row);
        scope.Append(row, "contact", events.Select(e => ToMessage(e, row.Id.ToString())));
        return row;
    }

    /// <summary>The row of a new contact, with nothing recorded yet.</summary>
    public static ContactRow New(IReadOnlyList<ContactEvent> events)
    {
        var first = (ContactEvent.Added)events[0];
        var row = new ContactRow { Id = first.Id, AccountId = first.AccountId, AddedAt = first.At };
        row.Become(events.Skip(1).Aggregate(ContactState.Evolve(null, first), (state, happened) => ContactState.Evolve(state, happened)));
        return row;
    }

    /// <summary>Writes down what happened to a contact.</summary>
    public static void Change(CommandScope<LeadsDb> scope, ContactRow row, IReadOnlyList<ContactEvent> events) =>
        Write(scope, row, events.Aggregate(row.ToState(), (state, happened) => ContactState.Evolve(state, happened)), events);

    /// <summary>Whether one of these addresses is one that nothing may be sent to. Ask this before sending, besides the contact's own opt-out.</summary>
    public static async Task<OptOut?> SuppressedAsync(LeadsDb db, IEnumerable<string> addresses, CancellationToken stop)
    {
        var digests = addresses.Select(Suppression.DigestOf).ToArray();
        var found = await db.Suppressions.AsNoTracking().Where(s => digests.Contains(s.Digest)).OrderBy(s => s.Since).FirstOrDefaultAsync(stop);
        return found is null ? null : new(found.Since, found.Source, "");
    }

    /// <summary>Puts addresses on the list, for good. The first entry of each stands.</summary>
    public static async Task SuppressAsync(CommandScope<LeadsDb> scope, IEnumerable<string> addresses, OptOutSource source)
    {
        var digests = addresses.Distinct().Select(Suppression.DigestOf).ToArray();
        var known = await scope.Db.Suppressions.AsNoTracking().Where(s => digests.Contains(s.Digest)).Select(s => s.Digest).ToListAsync(scope.Stop);
        scope.Db.Suppressions.AddRange(digests.Where(d => !known.Any(k => k.AsSpan().SequenceEqual(d))).Select(d => new SuppressionRow { Digest = d, Source = source, Since = scope.Now }));
    }

    /// <summary>
    /// Begins the command's transaction and makes whoever else has to do with one of these addresses wait for it: a person who
    /// is entered while they opt out must not slip through.
    /// </summary>
    public static async Task HoldAsync(CommandScope<LeadsDb> scope, IEnumerable<string> addresses)
    {
        if (scope.Db.Database.CurrentTransaction is null)
        {
            await scope.Db.Database.BeginTransactionAsync(scope.Stop);
        }

        // Against an import, which holds all addresses at once; among themselves commands do not wait here.
        await scope.Db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared({ImportLock})", scope.Stop);

        // In one order everywhere, so that two commands cannot wait for each other.
        foreach (var key in addresses.Select(a => BinaryPrimitives.ReadInt64BigEndian(Suppression.DigestOf(a))).Distinct().Order())
        {
            await scope.Db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({key})", scope.Stop);
        }
    }

    private static void Write(CommandScope<LeadsDb> scope, ContactRow row, ContactState state, IReadOnlyList<ContactEvent> events)
    {
        row.Become(state);
        scope.Append(row, "contact", events.Select(e => ToMessage(e, row.Id.ToString())));
    }

    // Without anything personal: see private_events.proto.
    internal static IMessage ToMessage(ContactEvent happened, string id) => happened switch
    {
        ContactEvent.Added e => new ContactAdded { ContactId = id, AccountId = e.AccountId.ToString() },
        ContactEvent.Edited e => new ContactEdited { ContactId = id, ChangedFields = { e.Changed } },
        ContactEvent.OptedOut e => new ContactOptedOut { ContactId = id, Source = (V1.OptOutSource)e.OptOut.Source },
        ContactEvent.Forgotten => new ContactForgotten { ContactId = id },
        ContactEvent.Moved e => new ContactMoved { ContactId = id, FromAccountId = e.From.ToString(), ToAccountId = e.To.ToString(), MergeId = e.MergeId.ToString() },
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
