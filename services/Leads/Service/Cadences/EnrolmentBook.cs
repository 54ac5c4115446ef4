using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Tasks;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Cadences;

/// <summary>Writes down what happened to enrolments, and ends them in the transaction of what ends them.</summary>
public static class EnrolmentBook
{
    private const string Aggregate = "enrolment";

    /// <summary>Enrolments with what is needed to make their next touch.</summary>
    public static IQueryable<EnrolmentRow> Whole(LeadsDb db) => db.Enrolments.Include(e => e.Contact).Include(e => e.Lead!.Account).Include(e => e.Template!.Template);

    /// <summary>The touch's name for whatever tells touches apart.</summary>
    public static string ReferenceOf(Guid enrolment, int slot) => $"touch {enrolment:N}/{slot + 1}";

    /// <summary>A new enrolment.</summary>
    public static void Begin(CommandScope<LeadsDb> scope, EnrolmentRow row)
    {
        scope.Db.Enrolments.Add(row);
        scope.Append(row, Aggregate,
        [
            new ContactEnrolled
            {
                EnrolmentId = row.Id.ToString(),
                ContactId = row.ContactId.ToString(),
                LeadId = row.LeadId.ToString(),
                TemplateId = row.TemplateId.ToString(),
                TemplateNumber = row.TemplateNumber,
                StartAt = row.StartAt.ToTimestamp(),
            },
        ]);
    }

    /// <summary>What happened. The runner looks at it again at once unless it waits, is paused or is over.</summary>
    public static async Task RecordAsync(CommandScope<LeadsDb> scope, EnrolmentRow row, params IEnumerable<EnrolmentEvent> events)
    {
        foreach (var happened in events)
        {
            row.Become(Enrolment.Evolve(row.ToEnrolment(), happened));
            scope.Append(row, Aggregate, [Message(happened, row.Id.ToString())]);
            row.NextAt = row is not { State: EnrolmentState.Active, Waiting: false } ? null : happened is EnrolmentEvent.TouchDeferred d ? d.RetryAt : scope.Now;
            switch (happened)
            {
                case EnrolmentEvent.TouchSettled s when row.State == EnrolmentState.Finished:
                    row.EndedAt = s.At;
                    break;
                case EnrolmentEvent.Paused e:
                    row.Reason = e.Reason;
                    break;
                case EnrolmentEvent.Ended e:
                    (row.EndedAt, row.Cause, row.Reason) = (e.At, e.Cause, e.Reason);
                    await TaskBook.CancelAsync(scope, row.Id, $"The cadence ended: {Words(e.Cause)}.");
                    await FreeAsync(scope, row);
                    break;
            }
        }
    }

    /// <summary>Ends every enrolment of a contact.</summary>
    public static Task EndOfContactAsync(CommandScope<LeadsDb> scope, Guid contact, EndCause cause) => EndAsync(scope, scope.Db.Enrolments.Where(e => e.ContactId == contact), cause);

    /// <summary>Ends every enrolment of an account's contacts, and of its leads.</summary>
    public static Task EndOfAccountAsync(CommandScope<LeadsDb> scope, Guid account, EndCause cause) =>
        EndAsync(scope, scope.Db.Enrolments.Where(e => e.Contact!.AccountId == account || e.Lead!.AccountId == account), cause);

    /// <summary>Ends every enrolment of a lead that was closed.</summary>
    public static Task EndOfLeadAsync(CommandScope<LeadsDb> scope, Guid lead, EndCause cause) => EndAsync(scope, scope.Db.Enrolments.Where(e => e.LeadId == lead), cause);

    /// <summary>The cause in words.</summary>
    public static string Words(EndCause cause) => cause switch
    {
        EndCause.Reply => "the contact answered",
        EndCause.Meeting => "there was a meeting",
        EndCause.OptOut => "the contact opted out",
        EndCause.Purchase => "the customer bought",
        EndCause.Forgotten => "the contact was forgotten",
        EndCause.LeadLost => "the lead was lost",
        EndCause.LeadWon => "the lead was won",
        EndCause.Stopped => "somebody stopped it",
        EndCause.InCare => "a CSM cares for the customer now",
        _ => "lead and contact belong to two accounts",
    };

    private static async Task EndAsync(CommandScope<LeadsDb> scope, IQueryable<EnrolmentRow> which, EndCause cause)
    {
        // In one order, so that two commands that end several cannot wait for each other. A touch that is being claimed writes the
        // same version of the row: one of the two is decided again.
        foreach (var row in await which.Where(e => e.State == EnrolmentState.Active || e.State == EnrolmentState.Paused).OrderBy(e => e.Id).ToListAsync(scope.Stop))
        {
            await RecordAsync(scope, row, EnrolmentRules.End(row.ToEnrolment(), cause, "", scope.Now).Events);
        }
    }

    // A touch that a person was to make and did not leaves its day to others.
    private static async Task FreeAsync(CommandScope<LeadsDb> scope, EnrolmentRow row)
    {
        if (await scope.Db.Touches.SingleOrDefaultAsync(t => t.EnrolmentId == row.Id && t.Slot == row.Next, scope.Stop) is { State: TouchState.ByHand } touch)
        {
            touch.State = TouchState.Dropped;
            await FreeDayAsync(scope, row.ContactId, ReferenceOf(row.Id, row.Next));
        }
    }

    /// <summary>Takes back that a contact is to be touched on a day.</summary>
    public static async Task FreeDayAsync(CommandScope<LeadsDb> scope, Guid contact, string reference) =>
        scope.Db.ContactDays.RemoveRange(await scope.Db.ContactDays.Where(d => d.ContactId == contact && d.Reference == reference).ToListAsync(scope.Stop));

    private static IMessage Message(EnrolmentEvent happened, string id) => happened switch
    {
        EnrolmentEvent.TouchBegun e => Touch(e.Slot, e.How == TouchState.Sending ? "SENDING" : "BY_HAND", e.At),
        EnrolmentEvent.TouchDeferred e => Touch(e.Slot, "DEFERRED", e.RetryAt),
        EnrolmentEvent.TouchUncertain e => Touch(e.Slot, e.MayBeSent ? "UNCLEAR" : "BY_HAND", e.At),
        EnrolmentEvent.TouchSettled e => Touch(e.Slot, e.How.ToString().ToUpperInvariant(), e.At),
        EnrolmentEvent.Paused e => new CadencePaused { EnrolmentId = id, Reason = e.Reason },
        EnrolmentEvent.Resumed => new CadenceResumed { EnrolmentId = id },
        EnrolmentEvent.Ended e => new CadenceEnded { EnrolmentId = id, Cause = e.Cause.ToString(), EndedAt = e.At.ToTimestamp() },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static CadenceTouchNoted Touch(int slot, string what, DateTimeOffset at) => new() { Touch = slot + 1, What = what, At = at.ToTimestamp() };
}
