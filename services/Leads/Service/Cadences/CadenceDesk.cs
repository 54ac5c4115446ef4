using System.Text.Json;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Contacts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.HandOvers;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Cadences;

/// <summary>When a cadence begins, and what it counts back from.</summary>
public sealed record CadenceTimes(DateTimeOffset? Start, DateTimeOffset? Anchor, DateTimeOffset? SecondAnchor);

/// <summary>Commands and questions about enrolments.</summary>
public sealed class CadenceDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, CadenceSettings settings, TimeProvider time)
{
    /// <summary>Begins a cadence for a contact.</summary>
    public Task<Outcome<EnrolResponse>> EnrolAsync(Command command, Guid leadId, Guid contactId, Guid templateId, CadenceTimes times, CancellationToken stop) =>
        commands.RunAsync<EnrolResponse>(command, async scope =>
        {
            var lead = await scope.Db.Leads.Include(l => l.Account).SingleOrDefaultAsync(l => l.Id == leadId, scope.Stop);
            var contact = await scope.Db.Contacts.SingleOrDefaultAsync(c => c.Id == contactId, scope.Stop);
            var template = await TemplateDesk.FindAsync(scope.Db, templateId, 0, scope.Stop);
            if (lead is null || contact is null || template is null)
            {
                return lead is null ? Refusal.NotFound("lead", leadId) : contact is null ? Refusal.NotFound("contact", contactId) : Refusal.NotFound("cadence template", templateId);
            }

            var start = times.Start ?? scope.Now;
            if (EnrolmentRules.WhyNot(await FactsAsync(scope, lead, contact, template), template.Kind, start, scope.Now) is { } refusal)
            {
                return refusal;
            }

            var (slots, wrong) = TouchPlan.Expand(template, start, times.Anchor, times.SecondAnchor, ContactZone.Of(contact.TimeZone, contact.Country).Zone);
            if (wrong is not null)
            {
                return wrong;
            }

            var row = new EnrolmentRow
            {
                Id = Guid.CreateVersion7(scope.Now),
                LeadId = leadId,
                ContactId = contactId,
                TemplateId = template.Id,
                TemplateNumber = template.Number,
                StartAt = start,
                Slots = JsonSerializer.Serialize(slots),
                Touches = slots.Count,
                NextAt = start,
                EnrolledAt = scope.Now,
                EnrolledBy = scope.Actor.Name,
                Lead = lead,
                Contact = contact,
            };
            EnrolmentBook.Begin(scope, row);
            return new EnrolResponse { Enrolment = row.ToMessage(template.Name) };
        }, stop);

    /// <summary>Nothing more is made until it goes on.</summary>
    public Task<Outcome<PauseResponse>> PauseAsync(Command command, Guid id, string reason, CancellationToken stop) =>
        ChangeAsync(command, id, (e, owner, by, _) => EnrolmentRules.Pause(e, owner, by, reason), m => new PauseResponse { Enrolment = m }, stop);

    /// <summary>It goes on.</summary>
    public Task<Outcome<ResumeResponse>> ResumeAsync(Command command, Guid id, CancellationToken stop) =>
        ChangeAsync(command, id, (e, owner, by, _) => EnrolmentRules.Resume(e, owner, by), m => new ResumeResponse { Enrolment = m }, stop);

    /// <summary>It ends.</summary>
    public Task<Outcome<StopResponse>> StopAsync(Command command, Guid id, string reason, CancellationToken stop) =>
        ChangeAsync(command, id, (e, owner, by, now) => EnrolmentRules.Stop(e, owner, by, reason, now), m => new StopResponse { Enrolment = m }, stop);

    /// <summary>A page of enrolments, newest first.</summary>
    public async Task<ListEnrolmentsResponse> ListAsync(Page page, Guid? lead, Guid? contact, EnrolmentState? state, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var rows = await EnrolmentBook.Whole(db).AsNoTracking()
            .Where(e => (lead == null || e.LeadId == lead) && (contact == null || e.ContactId == contact) && (state == null || e.State == state) && (page.Before == null || e.Id < page.Before))
            .OrderByDescending(e => e.Id).Take(page.Size + 1).ToListAsync(stop);
        return new() { Enrolments = { rows.Take(page.Size).Select(r => r.ToMessage(r.Template!.Template!.Name)) }, NextPageToken = page.NextToken(rows, r => r.Id) };
    }

    /// <summary>What an enrolment would look like, if it began.</summary>
    public async Task<Outcome<PreviewCadenceResponse>> PreviewAsync(Guid contactId, Guid templateId, CadenceTimes times, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (contact, template) = (await db.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == contactId, stop), await TemplateDesk.FindAsync(db, templateId, 0, stop));
        if (contact is null || template is null)
        {
            return contact is null ? Refusal.NotFound("contact", contactId) : Refusal.NotFound("cadence template", templateId);
        }

        var (now, zone) = (time.GetUtcNow(), ContactZone.Of(contact.TimeZone, contact.Country));
        var (slots, wrong) = TouchPlan.Expand(template, times.Start ?? now, times.Anchor, times.SecondAnchor, zone.Zone);
        if (wrong is not null)
        {
            return wrong;
        }

        var touches = TouchPlan.All(slots, 0, null, now, zone.Zone, settings.Hours, await TouchMaker.TakenAsync(db, contactId, "", now, zone.Zone, stop));
        return new PreviewCadenceResponse
        {
            TimeZone = zone.Zone.Id,
            TimeZoneSource = zone.Source.ToWord(),
            Touches = { touches.Select((t, i) => t.ToMessage(i, template.Steps[slots[i].Step], slots[i], zone.Zone)) },
        };
    }

    private static async Task<EnrolmentFacts> FactsAsync(CommandScope<LeadsDb> scope, LeadRow lead, ContactRow contact, CadenceTemplate template)
    {
        var before = await scope.Db.Enrolments.AsNoTracking().Where(e => e.ContactId == contact.Id && e.TemplateId == template.Id).OrderByDescending(e => e.Id).FirstOrDefaultAsync(scope.Stop);
        var suppressed = await ContactBook.SuppressedAsync(scope.Db, contact.Emails.Concat(contact.Handles), scope.Stop);
        var csm = await CustomerCare.TaskForAsync(scope.Db, lead.AccountId, CareException.RenewalWindow, scope.Stop) as CareAnswer.Csm;
        return new(
            await AuthorityAsync(scope, lead),
            lead.ToLead(),
            lead.AccountId == contact.AccountId,
            contact.OptedOutAt ?? suppressed?.At,
            contact.ForgottenAt,
            before?.EndedAt is null ? before?.EnrolledAt : null,
            before?.EndedAt,
            template.CoolDownDays,
            csm?.Who);
    }

    private static async Task<Authority> AuthorityAsync(CommandScope<LeadsDb> scope, LeadRow lead) =>
        Authority.Of(scope.Actor, await scope.Db.KnownPeople.Where(p => p.Id == lead.OwnerId).Select(p => p.TeamIds).SingleOrDefaultAsync(scope.Stop) ?? []);

    private Task<Outcome<TResponse>> ChangeAsync<TResponse>(
        Command command, Guid id, Func<Enrolment, Owner?, Authority, DateTimeOffset, Decision<EnrolmentEvent>> decide, Func<V1.Enrolment, TResponse> answer, CancellationToken stop)
        where TResponse : class, IMessage<TResponse>, new() =>
        commands.RunAsync<TResponse>(command, async scope =>
        {
            if (await EnrolmentBook.Whole(scope.Db).SingleOrDefaultAsync(e => e.Id == id, scope.Stop) is not { } row)
            {
                return Refusal.NotFound("enrolment", id);
            }

            var owner = row.Lead!.OwnerId is { } ownerId ? new Owner(ownerId, row.Lead.OwnerName!) : null;
            var decision = decide(row.ToEnrolment(), owner, await AuthorityAsync(scope, row.Lead), scope.Now);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            await EnrolmentBook.RecordAsync(scope, row, decision.Events);
            return answer(row.ToMessage(row.Template!.Template!.Name));
        }, stop);
}
