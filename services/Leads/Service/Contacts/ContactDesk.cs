using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Duplicates;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using ActivityKind = CoretimeDesk.Leads.Activities.ActivityKind;
using ActivitySource = CoretimeDesk.Leads.Activities.ActivitySource;

namespace CoretimeDesk.Leads.Contacts;

/// <summary>Commands and questions about contacts. No answer to a command holds anything personal: answers are kept for repeats.</summary>
public sealed class ContactDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, DuplicateReview review, ActivityBook activities)
{
    /// <summary>Enters a person, at the account that the named one is part of by now.</summary>
    public async Task<Outcome<AddContactResponse>> AddAsync(Command command, Guid accountId, ContactDetails details, CancellationToken stop)
    {
        Guid? account = null;
        var outcome = await commands.RunAsync<AddContactResponse>(command, async scope =>
        {
            if (await AccountBook.LiveIdAsync(scope.Db, accountId, scope.Stop) is not { } live)
            {
                return Refusal.NotFound("account", accountId);
            }

            account = live;
            await ContactBook.HoldAsync(scope, details.Addresses);
            var suppressed = await ContactBook.SuppressedAsync(scope.Db, details.Addresses, scope.Stop);
            var decision = ContactRules.Add(Guid.CreateVersion7(scope.Now), live, details, suppressed, scope.Now);
            var row = ContactBook.Enter(scope, decision.Events);
            if (row.OptedOutAt is not null)
            {
                await ContactBook.SuppressAsync(scope, details.Addresses, row.OptOutSource!.Value);
            }

            var alike = await AlikeAsync(scope, live, details);
            return new AddContactResponse { ContactId = row.Id.ToString(), Version = row.Version, OptedOutAt = row.OptedOutAt?.ToTimestamp(), PossibleDuplicates = { alike } };
        }, stop);
        if (outcome is { Response: not null, IsRepeat: false })
        {
            await review.LookAgainAsync(account!.Value);
        }

        return outcome;
    }

    /// <summary>Changes details.</summary>
    public async Task<Outcome<EditContactResponse>> EditAsync(Command command, Guid id, Func<ContactDetails, ContactDetails> edit, long expectedVersion, CancellationToken stop)
    {
        Guid? account = null;
        var outcome = await commands.RunAsync<EditContactResponse>(command, async scope =>
        {
            if (await scope.Db.Contacts.SingleOrDefaultAsync(c => c.Id == id, scope.Stop) is not { } row)
            {
                return Refusal.NotFound("contact", id);
            }

            if (expectedVersion != 0 && expectedVersion != row.Version)
            {
                return new Refusal(RefusalKind.Precondition, "CONTACT_CHANGED", $"This contact was changed by somebody else meanwhile (version {expectedVersion} then, {row.Version} now). Look at it again.");
            }

            var contact = row.ToState();
            var details = edit(contact.Details);
            await ContactBook.HoldAsync(scope, details.Addresses);
            var decision = ContactRules.Edit(contact, details, await ContactBook.SuppressedAsync(scope.Db, details.Addresses, scope.Stop), scope.Now);
            if (decision.Refusal is not null)
            {
                return decision.Refusal;
            }

            IReadOnlyList<PossibleDuplicate> alike = [];
            if (decision.Events.Count > 0)
            {
                account = row.AccountId;
                ContactBook.Change(scope, row, decision.Events);
                if (row.OptedOutAt is not null)
                {
                    // A new address of somebody who opted out is one that nothing is sent to.
                    await ContactBook.SuppressAsync(scope, details.Addresses, row.OptOutSource!.Value);
                    await EnrolmentBook.EndOfContactAsync(scope, row.Id, EndCause.OptOut);
                }

                alike = await AlikeAsync(scope, row.AccountId, details);
            }

            return new EditContactResponse { ContactId = row.Id.ToString(), Version = row.Version, OptedOutAt = row.OptedOutAt?.ToTimestamp(), PossibleDuplicates = { alike } };
        }, stop);
        if (outcome is { Response: not null, IsRepeat: false } && account is { } changed)
        {
            await review.LookAgainAsync(changed);
        }

        return outcome;
    }

    /// <summary>Opts a person out, under every address and wherever else one of them stands.</summary>
    public Task<Outcome<OptOutResponse>> OptOutAsync(Command command, Guid id, OptOutSource source, string reason, CancellationToken stop) =>
        commands.RunAsync<OptOutResponse>(command, async scope =>
        {
            if (await HoldAsync(scope, id) is not { } row)
            {
                return Refusal.NotFound("contact", id);
            }

            var contact = row.ToState();
            var optOut = new OptOut(scope.Now, source, reason);
            var decision = ContactRules.OptOut(contact, optOut);
            if (decision.Refusal is not null)
            {
                return decision.Refusal;
            }

            var also = new List<Guid>();
            if (decision.Events.Count > 0)
            {
                ContactBook.Change(scope, row, decision.Events);
                await ContactBook.SuppressAsync(scope, contact.Details.Addresses, source);
                foreach (var other in await SharingAsync(scope, row))
                {
                    ContactBook.Change(scope, other, ContactRules.OptOut(other.ToState(), optOut).Events);
                    await ContactBook.SuppressAsync(scope, other.Emails.Concat(other.Handles).Except(contact.Details.Addresses), source);
                    also.Add(other.Id);
                    await EnterOptOutAsync(scope, other);
                }

                await EnterOptOutAsync(scope, row);
            }

            return new OptOutResponse { ContactId = id.ToString(), OptedOutAt = row.OptedOutAt!.Value.ToTimestamp(), AlsoContactIds = { also.Select(a => a.ToString()) }, Version = row.Version };
        }, stop);

    /// <summary>Deletes what is personal.</summary>
    public Task<Outcome<ForgetContactResponse>> ForgetAsync(Command command, Guid id, CancellationToken stop) =>
        commands.RunAsync<ForgetContactResponse>(command, async scope =>
        {
            if (await scope.Db.Contacts.SingleOrDefaultAsync(c => c.Id == id, scope.Stop) is not { } row)
            {
                return Refusal.NotFound("contact", id);
            }

            var decision = ContactRules.Forget(row.ToState(), scope.Now);
            ContactBook.Change(scope, row, decision.Events);
            await WrittenAboutContacts.ForgetAsync(scope, id);
            await EnrolmentBook.EndOfContactAsync(scope, row.Id, EndCause.Forgotten);
            return new ForgetContactResponse { ContactId = id.ToString(), ForgottenAt = row.ForgottenAt!.Value.ToTimestamp() };
        }, stop);

    /// <summary>The contact, or a refusal.</summary>
    public async Task<Outcome<GetContactResponse>> GetAsync(Guid id, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        return await db.Contacts.AsNoTracking().Include(c => c.Account).SingleOrDefaultAsync(c => c.Id == id, stop) is { } row
            ? new GetContactResponse { Contact = row.ToMessage() }
            : Refusal.NotFound("contact", id);
    }

    /// <summary>A page of contacts, newest first.</summary>
    public async Task<ListContactsResponse> ListAsync(Page page, Guid? account, string address, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var found = db.Contacts.AsNoTracking().Include(c => c.Account).Where(c => c.ForgottenAt == null);
        if (account is { } id)
        {
            var live = await AccountBook.LiveIdAsync(db, id, stop);
            found = found.Where(c => c.AccountId == live);
        }

        if (address.Length > 0)
        {
            var asked = ContactReading.TryReadEmail(address, out var email) is null ? email : ContactReading.TryReadHandle(address, out var handle) is null ? handle : address;
            string[] one = [asked];
            found = found.Where(c => c.Emails.Any(e => one.Contains(e)) || c.Handles.Any(h => one.Contains(h)));
        }

        if (page.Before is { } before)
        {
            found = found.Where(c => c.Id < before);
        }

        var rows = await found.OrderByDescending(c => c.Id).Take(page.Size + 1).ToListAsync(stop);
        return new() { Contacts = { rows.Take(page.Size).Select(r => r.ToMessage()) }, NextPageToken = page.NextToken(rows, r => r.Id) };
    }

    // The entry ends the contact's cadences, as whoever enters an opt-out does.
    private Task<bool> EnterOptOutAsync(CommandScope<LeadsDb> scope, ContactRow contact) => activities.EnterAsync(scope, new(
        contact.AccountId, ActivityKind.OptOut, ActivitySource.Person, "Opted out: nothing may be sent to this contact any more.", contact.OptedOutAt!.Value, contact.Id, Reference: $"opt-out {contact.Id}"));

    // The contact with all its addresses held. One that was added before all of them were is held as well.
    private static async Task<ContactRow?> HoldAsync(CommandScope<LeadsDb> scope, Guid id)
    {
        string[] held = [];
        while (true)
        {
            var row = await scope.Db.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, scope.Stop);
            string[] addresses = row is null ? [] : [.. row.Emails, .. row.Handles];
            if (held.Length > 0 ? addresses.All(held.Contains) : addresses.Length == 0)
            {
                if (row is not null)
                {
                    scope.Db.Contacts.Attach(row);
                }

                return row;
            }

            await ContactBook.HoldAsync(scope, addresses);
            held = [.. held, .. addresses];
        }
    }

    private static async Task<IReadOnlyList<PossibleDuplicate>> AlikeAsync(CommandScope<LeadsDb> scope, Guid account, ContactDetails details)
    {
        var row = await AccountBook.Whole(scope.Db).AsNoTracking().SingleAsync(a => a.Id == account, scope.Stop);
        var found = await DuplicateFinder.FindAsync(scope.Db, row.ToState(), details, scope.Stop);
        await DuplicateReview.NoteAsync(scope.Db, account, found, scope.Now, scope.Stop);
        return await DuplicateFinder.TellAsync(scope.Db, [.. found.Where(f => f.Reasons.Any(r => r is WeakReason.SameContact or WeakReason.SameEmailDomain))], scope.Stop);
    }

    private static Task<List<ContactRow>> SharingAsync(CommandScope<LeadsDb> scope, ContactRow contact)
    {
        var (emails, handles) = (contact.Emails, contact.Handles);
        return scope.Db.Contacts.Where(c => c.Id != contact.Id && c.OptedOutAt == null && (c.Emails.Any(e => emails.Contains(e)) || c.Handles.Any(h => handles.Contains(h)))).OrderBy(c => c.Id).ToListAsync(scope.Stop);
    }
}
