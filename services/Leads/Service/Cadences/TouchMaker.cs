using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Contacts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.HandOvers;
using CoretimeDesk.Leads.Sending;
using CoretimeDesk.Leads.Tasks;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Cadences;

/// <summary>
/// Makes one touch. All that speaks against it is looked at in the transaction that claims it, and a claim and a stop write the same
/// version of one row: after a stop nothing is claimed. A claimed e-mail is sent once, or a person is asked; never twice.
/// </summary>
public sealed class TouchMaker(CommandRunner<LeadsDb> commands, ActivityBook activities, IMailSender mail, CadenceSettings settings)
{
    private const int AttemptsMax = 3;
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(15);

    /// <summary>Looks at an enrolment whose time has come.</summary>
    /// <returns>Whether a touch was made or begun.</returns>
    public async Task<bool> MakeAsync(Guid enrolment, CancellationToken stop)
    {
        var (made, letter) = await commands.RecordAsync(Actor.Desk, scope => ClaimAsync(scope, enrolment), stop);
        if (letter is { } claimed)
        {
            var result = await mail.SendAsync(claimed.Mail, stop);
            // Stopping comes too late for a message that is out.
            await commands.RecordAsync(Actor.Desk, scope => SettleAsync(scope, claimed, result), CancellationToken.None);
        }

        return made;
    }

    /// <summary>A sending whose process died, or hung: nobody knows what became of it, so a person finds out.</summary>
    public Task<bool> GiveUpAsync(Guid enrolment, int slot, CancellationToken stop) => commands.RecordAsync(Actor.Desk, async scope =>
        await scope.Db.Touches.AsNoTracking().AnyAsync(t => t.EnrolmentId == enrolment && t.Slot == slot && t.State == TouchState.Sending && t.BegunAt < scope.Now - settings.SendingLease, scope.Stop)
        && await SettleAsync(scope, new(enrolment, slot, 0, null!), new SendResult.Unclear("The desk stopped while the message was on its way.")), stop);

    /// <summary>Days on which the contact has a touch, by today's clock of theirs and by that of the time.</summary>
    public static async Task<HashSet<DateOnly>> TakenAsync(LeadsDb db, Guid contact, string except, DateTimeOffset from, TimeZoneInfo zone, CancellationToken stop)
    {
        var since = from.AddDays(-2);
        var days = await db.ContactDays.AsNoTracking().Where(d => d.ContactId == contact && d.At >= since && d.Reference != except).Select(d => new { d.At, d.Day }).ToListAsync(stop);
        return [.. days.Select(d => d.Day), .. days.Select(d => LocalClock.DayOf(zone, d.At))];
    }

    private async Task<(bool Made, Letter? Letter)> ClaimAsync(CommandScope<LeadsDb> scope, Guid id)
    {
        var row = await EnrolmentBook.Whole(scope.Db).SingleOrDefaultAsync(e => e.Id == id, scope.Stop);
        if (row is null || row.NextAt is not { } due || due > scope.Now)
        {
            return (false, null);
        }

        var (lead, contact, template) = (row.Lead!, row.Contact!, row.Template!.ToTemplate());
        if (await WhyOverAsync(scope, row, template.Kind) is { } cause)
        {
            await EnrolmentBook.RecordAsync(scope, row, EnrolmentRules.End(row.ToEnrolment(), cause, "", scope.Now).Events);
            return (false, null);
        }

        if (lead.OwnerId is null)
        {
            // Nobody to speak for: it waits for an owner.
            row.NextAt = scope.Now.AddHours(1);
            return (false, null);
        }

        var (zone, slots, reference) = (ContactZone.Of(contact.TimeZone, contact.Country).Zone, row.Plan(), EnrolmentBook.ReferenceOf(row.Id, row.Next));
        var touch = TouchPlan.Next(slots, row.Next, row.LastMadeAt, scope.Now, zone, settings.Hours, await TakenAsync(scope.Db, contact.Id, reference, scope.Now, zone, scope.Stop));
        if (touch.Skipped)
        {
            scope.Db.Touches.Add(new() { EnrolmentId = row.Id, Slot = row.Next, State = TouchState.Skipped, BegunAt = scope.Now });
            await EnrolmentBook.RecordAsync(scope, row, new EnrolmentEvent.TouchSettled(row.Next, TouchState.Skipped, scope.Now));
            return (false, null);
        }

        if (touch.At > scope.Now)
        {
            row.NextAt = touch.At;
            return (false, null);
        }

        var step = template.Steps[slots[row.Next].Step];
        scope.Db.ContactDays.Add(new() { Id = Guid.CreateVersion7(scope.Now), ContactId = contact.Id, At = scope.Now, Day = LocalClock.DayOf(zone, scope.Now), ByCadence = true, Reference = reference });
        var known = await scope.Db.Touches.SingleOrDefaultAsync(t => t.EnrolmentId == row.Id && t.Slot == row.Next, scope.Stop);
        if (step.Channel == Channel.Email && mail.IsOn && contact.Emails.Length > 0 && (known?.Attempts ?? 0) < AttemptsMax)
        {
            var sending = known ?? scope.Db.Touches.Add(new() { EnrolmentId = row.Id, Slot = row.Next, State = TouchState.Sending, BegunAt = scope.Now }).Entity;
            (sending.State, sending.BegunAt, sending.Attempts) = (TouchState.Sending, scope.Now, sending.Attempts + 1);
            await EnrolmentBook.RecordAsync(scope, row, new EnrolmentEvent.TouchBegun(row.Next, TouchState.Sending, scope.Now));
            string Fill(string text) => TemplateRules.Fill(text, contact.Name, lead.Account!.Name, lead.OwnerName!);
            return (true, new(row.Id, row.Next, sending.Attempts, new($"{row.Id:N}.{row.Next + 1}", contact.Name, contact.Emails[0], lead.OwnerName!, Fill(step.Subject).ReplaceLineEndings(" "), Fill(step.Body))));
        }

        var byHand = known ?? scope.Db.Touches.Add(new() { EnrolmentId = row.Id, Slot = row.Next, State = TouchState.ByHand, BegunAt = scope.Now }).Entity;
        (byHand.State, byHand.BegunAt) = (TouchState.ByHand, scope.Now);
        await EnrolmentBook.RecordAsync(scope, row, new EnrolmentEvent.TouchBegun(row.Next, TouchState.ByHand, scope.Now));
        var dueAt = step.WorkingHours > 0 ? settings.Hours.AddHours(zone, scope.Now, step.WorkingHours) : settings.Hours.Close(zone, scope.Now);
        await AskAsync(scope, row, step, TaskCause.Touch, byHand.Problem, dueAt);
        return (true, null);
    }

    private static async Task<EndCause?> WhyOverAsync(CommandScope<LeadsDb> scope, EnrolmentRow row, CadenceKind kind)
    {
        var (lead, contact) = (row.Lead!, row.Contact!);
        CareException? exception = kind == CadenceKind.Renewal ? CareException.RenewalWindow : null;
        return contact.ForgottenAt is not null ? EndCause.Forgotten
            : contact.OptedOutAt is not null || await ContactBook.SuppressedAsync(scope.Db, contact.Emails.Concat(contact.Handles), scope.Stop) is not null ? EndCause.OptOut
            : lead.ClosedAt is not null ? (lead.Won ? EndCause.LeadWon : EndCause.LeadLost)
            : lead.AccountId != contact.AccountId ? EndCause.Separated
            : await CustomerCare.TaskForAsync(scope.Db, lead.AccountId, exception, scope.Stop) is CareAnswer.NoTask ? EndCause.InCare
            : null;
    }

    private static async Task AskAsync(CommandScope<LeadsDb> scope, EnrolmentRow row, CadenceStep step, TaskCause cause, string problem, DateTimeOffset dueAt)
    {
        // In a CSM's care the task is theirs, else that of whoever owns the lead at the time.
        var csm = await CustomerCare.TaskForAsync(scope.Db, row.Lead!.AccountId, CareException.RenewalWindow, scope.Stop) as CareAnswer.Csm;
        TaskBook.Create(scope, new()
        {
            Id = Guid.CreateVersion7(scope.Now),
            Cause = cause,
            AccountId = row.Lead.AccountId,
            LeadId = row.LeadId,
            ContactId = row.ContactId,
            EnrolmentId = row.Id,
            Slot = row.Next,
            Channel = step.Channel,
            Title = step.Subject,
            Body = problem.Length > 0 ? $"{problem}\n\n{step.Body}" : step.Body,
            Reference = EnrolmentBook.ReferenceOf(row.Id, row.Next),
            OwnerId = csm?.Who.Id,
            OwnerName = csm?.Who.Name,
            CreatedAt = scope.Now,
            DueAt = dueAt,
        });
    }

    private async Task<bool> SettleAsync(CommandScope<LeadsDb> scope, Letter letter, SendResult result)
    {
        var row = await EnrolmentBook.Whole(scope.Db).SingleAsync(e => e.Id == letter.Enrolment, scope.Stop);
        var touch = await scope.Db.Touches.SingleAsync(t => t.EnrolmentId == letter.Enrolment && t.Slot == letter.Slot, scope.Stop);
        if (touch.State != TouchState.Sending || (letter.Attempt != 0 && touch.Attempts != letter.Attempt))
        {
            return false; // Given up meanwhile: a person has been asked already.
        }

        var (reference, step) = (EnrolmentBook.ReferenceOf(row.Id, letter.Slot), row.Template!.ToTemplate().Steps[row.Plan()[letter.Slot].Step]);
        var goesOn = row.ToEnrolment().IsOpen;
        switch (result)
        {
            case SendResult.Sent:
                touch.State = TouchState.Sent;
                if (goesOn)
                {
                    await EnrolmentBook.RecordAsync(scope, row, new EnrolmentEvent.TouchSettled(letter.Slot, TouchState.Sent, touch.BegunAt));
                }

                await activities.EnterAsync(scope, new(
                    row.Lead!.AccountId, ActivityKind.Email, ActivitySource.Desk, $"E-mail {letter.Slot + 1} of {row.Touches} of the cadence \"{row.Template.Template!.Name}\"", touch.BegunAt, row.ContactId, row.LeadId, reference));
                break;
            case SendResult.NotNow or SendResult.Refused when !goesOn:
                touch.State = TouchState.Dropped;
                await EnrolmentBook.FreeDayAsync(scope, row.ContactId, reference);
                break;
            case SendResult.NotNow later when touch.Attempts < AttemptsMax:
                (touch.State, touch.Problem) = (TouchState.Deferred, later.Why);
                await EnrolmentBook.FreeDayAsync(scope, row.ContactId, reference);
                await EnrolmentBook.RecordAsync(scope, row, new EnrolmentEvent.TouchDeferred(letter.Slot, later.Why, scope.Now + (Retry * touch.Attempts)));
                break;
            default:
                var (unclear, why) = result switch
                {
                    SendResult.Unclear u => (true, $"This e-mail may have been sent: {u.Why} Look into the mailbox before you write again."),
                    SendResult.Refused r => (false, $"This e-mail was not sent: {r.Why} Reach the contact in another way."),
                    SendResult.NotNow n => (false, $"This e-mail could not be sent: {n.Why} Send it by hand."),
                    _ => throw new System.Diagnostics.UnreachableException(),
                };
                (touch.State, touch.Problem) = (unclear || !goesOn ? TouchState.Unclear : TouchState.ByHand, why);
                if (goesOn)
                {
                    await EnrolmentBook.RecordAsync(scope, row, new EnrolmentEvent.TouchUncertain(letter.Slot, unclear, why, scope.Now));
                    await AskAsync(scope, row, step, TaskCause.SendingFailed, why, settings.Hours.Close(ContactZone.Of(row.Contact!.TimeZone, row.Contact.Country).Zone, scope.Now));
                }

                break;
        }

        return true;
    }

    private sealed record Letter(Guid Enrolment, int Slot, int Attempt, Mail Mail);
}

/// <summary>How cadences run.</summary>
/// <param name="Hours">When contacts may be reached.</param>
/// <param name="Interval">How often the runner looks; zero for never.</param>
public sealed record CadenceSettings(QuietHours Hours, TimeSpan Interval)
{
    /// <summary>A sending that has no result after this time is unclear: longer than any attempt lasts.</summary>
    public TimeSpan SendingLease { get; init; } = IMailSender.LongestAttempt * 5;
}
