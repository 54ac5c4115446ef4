using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using ActivityKind = CoretimeDesk.Leads.Activities.ActivityKind;
using ActivitySource = CoretimeDesk.Leads.Activities.ActivitySource;

namespace CoretimeDesk.Leads.Assessments;

/// <summary>Where a new version belongs: a new assessment of an account or lead, or the next version of one.</summary>
public sealed record AssessmentPlace(Guid? AccountId, Guid? LeadId, Guid? Revises);

/// <summary>Commands and questions about technical assessments.</summary>
public sealed class AssessmentDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, ActivityBook activities, TimeProvider time)
{
    /// <summary>Writes a version.</summary>
    public Task<Outcome<WriteAssessmentResponse>> WriteAsync(Command command, AssessmentPlace place, AssessmentForm form, IReadOnlyList<Guid> files, int validDays, CancellationToken stop) =>
        commands.RunAsync<WriteAssessmentResponse>(command, async scope =>
        {
            if (form.Faults() is { Count: > 0 } faults)
            {
                return Refusal.InvalidFields(faults);
            }

            var (before, account, lead, refusal) = await PlaceAsync(scope, place);
            if (refusal is not null)
            {
                return refusal;
            }

            var attached = await scope.Db.Attachments.Where(a => files.Contains(a.Id) && a.AccountId == account!.Id).ToListAsync(scope.Stop);
            if (attached.Count != files.Count)
            {
                return Refusal.InvalidField("attachment_ids", "names a file that this account does not have; upload it to this account first.");
            }

            var frame = new AssessmentFrame(
                before?.Number ?? await scope.Db.NextNumberAsync('T', scope.Now, scope.Stop),
                (before?.Revision ?? 0) + 1,
                account!.Id,
                lead,
                scope.Actor.Id,
                scope.Now,
                scope.Now.AddDays(validDays),
                [.. attached.Select(a => a.Sha256)]);
            var row = Enter(scope, frame, form, account, attached);
            scope.Append(row, "assessment", [ToEvent(row, before?.Id)]);
            await AssessmentWorkDesk.FinishAsync(scope, account.Id);
            await activities.EnterAsync(scope, new(
                account.Id, ActivityKind.Assessment, ActivitySource.Person, $"{row.Number} version {row.Revision}: {Words(row.Verdict)}.", scope.Now, LeadId: lead, Reference: $"assessment {row.Id}"));
            return new WriteAssessmentResponse { Assessment = row.ToMessage(superseded: false, scope.Now) };
        }, stop);

    /// <summary>Takes a version back. Again changes nothing.</summary>
    public Task<Outcome<WithdrawAssessmentResponse>> WithdrawAsync(Command command, Guid id, string reason, CancellationToken stop) =>
        commands.RunAsync<WithdrawAssessmentResponse>(command, async scope =>
        {
            if (await AssessmentBook.Whole(scope.Db).SingleOrDefaultAsync(a => a.Id == id, scope.Stop) is not { } row)
            {
                return Refusal.NotFound("assessment", id);
            }

            if (row.WithdrawnAt is null)
            {
                (row.WithdrawnAt, row.WithdrawnBy, row.WithdrawnReason) = (scope.Now, scope.Actor.Name, reason);
                scope.Append(row, "assessment", [new AssessmentWithdrawn { AssessmentId = id.ToString(), AccountId = row.AccountId.ToString(), Sha256 = row.Sha256 }]);
            }

            var newest = await AssessmentBook.NewestAsync(scope.Db, [row.Number], scope.Stop);
            return new WithdrawAssessmentResponse { Assessment = row.ToMessage(newest[row.Number] > row.Revision, scope.Now) };
        }, stop);

    /// <summary>One version, by id or digest, or a refusal.</summary>
    public async Task<Outcome<GetAssessmentResponse>> GetAsync(Guid? id, string sha256, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await AssessmentBook.Whole(db).AsNoTracking().SingleOrDefaultAsync(a => id != null ? a.Id == id : a.Sha256 == sha256, stop) is not { } row)
        {
            return id is { } known ? Refusal.NotFound("assessment", known) : new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"There is no assessment with digest {sha256}.");
        }

        var newest = await AssessmentBook.NewestAsync(db, [row.Number], stop);
        return new GetAssessmentResponse { Assessment = row.ToMessage(newest[row.Number] > row.Revision, time.GetUtcNow()) };
    }

    /// <summary>A page of an account's versions, newest first.</summary>
    public async Task<Outcome<ListAssessmentsResponse>> ListAsync(Page page, Guid accountId, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await AccountBook.LiveIdAsync(db, accountId, stop) is not { } live)
        {
            return Refusal.NotFound("account", accountId);
        }

        var found = AssessmentBook.Whole(db).AsNoTracking().Where(a => a.AccountId == live);
        if (page.Before is { } before)
        {
            found = found.Where(a => a.Id < before);
        }

        var rows = await found.OrderByDescending(a => a.Id).Take(page.Size + 1).ToListAsync(stop);
        var newest = await AssessmentBook.NewestAsync(db, rows.Select(r => r.Number), stop);
        return new ListAssessmentsResponse
        {
            Assessments = { rows.Take(page.Size).Select(r => r.ToMessage(newest[r.Number] > r.Revision, time.GetUtcNow())) },
            NextPageToken = page.NextToken(rows, r => r.Id),
        };
    }

    /// <summary>The version that counts now.</summary>
    public async Task<Outcome<GetCurrentAssessmentResponse>> CurrentAsync(Guid accountId, Guid? leadId, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await AccountBook.LiveIdAsync(db, accountId, stop) is not { } live)
        {
            return Refusal.NotFound("account", accountId);
        }

        if (leadId is { } asked && !await db.Leads.AnyAsync(l => l.Id == asked && l.AccountId == live, stop))
        {
            return Refusal.InvalidField("lead_id", "is no lead of this account.");
        }

        var rows = await db.Assessments.AsNoTracking().Where(a => a.AccountId == live && (a.LeadId == null || a.LeadId == leadId)).ToListAsync(stop);
        var newest = rows.Count == 0 ? [] : await AssessmentBook.NewestAsync(db, rows.Select(r => r.Number), stop);
        var now = time.GetUtcNow();
        List<AssessmentVersion> Of(Guid? lead) => [.. rows.Where(r => r.LeadId == lead).Select(r => r.ToVersion(newest[r.Number] > r.Revision))];
        var current = (leadId is null ? null : AssessmentRules.Current(Of(leadId), now)) ?? AssessmentRules.Current(Of(null), now);
        return current is null
            ? new GetCurrentAssessmentResponse { WhyNone = AssessmentRules.WhyNone([.. leadId is null ? [] : Of(leadId), .. Of(null)]) }
            : new GetCurrentAssessmentResponse { Assessment = (await AssessmentBook.Whole(db).AsNoTracking().SingleAsync(a => a.Id == current.Id, stop)).ToMessage(superseded: false, now) };
    }

    private static async Task<(AssessmentRow? Before, AccountRow? Account, Guid? Lead, Refusal? Refusal)> PlaceAsync(CommandScope<LeadsDb> scope, AssessmentPlace place)
    {
        if (place.Revises is { } earlier)
        {
            if (await scope.Db.Assessments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == earlier, scope.Stop) is not { } named)
            {
                return (null, null, null, Refusal.NotFound("assessment", earlier));
            }

            var newest = await scope.Db.Assessments.AsNoTracking().Where(a => a.Number == named.Number).OrderByDescending(a => a.Revision).FirstAsync(scope.Stop);
            var account = await scope.Db.Accounts.SingleAsync(a => a.Id == newest.AccountId, scope.Stop);
            return (newest, account, newest.LeadId, AssessmentRules.WhyNotRevised(named.ToVersion(superseded: false), newest.ToVersion(superseded: false)));
        }

        if (await AccountBook.LiveIdAsync(scope.Db, place.AccountId!.Value, scope.Stop) is not { } live)
        {
            return (null, null, null, Refusal.NotFound("account", place.AccountId.Value));
        }

        var lead = place.LeadId;
        return lead is { } id && !await scope.Db.Leads.AnyAsync(l => l.Id == id && l.AccountId == live, scope.Stop)
            ? (null, null, null, Refusal.InvalidField("lead_id", "is no lead of this account."))
            : (null, await scope.Db.Accounts.SingleAsync(a => a.Id == live, scope.Stop), lead, null);
    }

    private static AssessmentRow Enter(CommandScope<LeadsDb> scope, AssessmentFrame frame, AssessmentForm form, AccountRow account, IReadOnlyList<AttachmentRow> attached)
    {
        var canonical = AssessmentDigest.Canonical(frame, form);
        var row = new AssessmentRow
        {
            Id = Guid.CreateVersion7(scope.Now),
            Number = frame.Number,
            Revision = frame.Revision,
            AccountId = account.Id,
            LeadId = frame.LeadId,
            CorePeriods = form.CorePeriods,
            Regions = form.Regions,
            StartsOn = form.StartsOn,
            EndsOn = form.EndsOn,
            Supply = form.Supply,
            Cores = form.Cores,
            ElasticScaling = form.ElasticScaling,
            BlocksPerDay = (long)form.BlocksPerDay,
            Workload = form.Workload,
            RuntimeStack = form.RuntimeStack,
            Migration = form.Migration,
            Risks = [.. form.Risks],
            Verdict = form.Verdict,
            Conditions = [.. form.Conditions],
            Canonical = canonical,
            Sha256 = AssessmentDigest.Of(canonical),
            WrittenById = scope.Actor.Id,
            WrittenBy = scope.Actor.Name,
            WrittenAt = frame.WrittenAt,
            ValidUntil = frame.ValidUntil,
            Account = account,
        };
        row.Attachments.AddRange(attached.Select(a => new AssessmentAttachmentRow { AssessmentId = row.Id, AttachmentId = a.Id, Attachment = a }));
        scope.Db.Assessments.Add(row);
        return row;
    }

    private static AssessmentWritten ToEvent(AssessmentRow row, Guid? supersedes) => new()
    {
        AssessmentId = row.Id.ToString(),
        Number = row.Number,
        Revision = row.Revision,
        AccountId = row.AccountId.ToString(),
        LeadId = row.LeadId?.ToString() ?? "",
        Sha256 = row.Sha256,
        Verdict = (V1.Verdict)row.Verdict,
        CorePeriods = row.CorePeriods,
        Regions = row.Regions,
        StartsOn = AssessmentMessages.Iso(row.StartsOn),
        EndsOn = AssessmentMessages.Iso(row.EndsOn),
        Supply = (V1.ProductLine)row.Supply,
        ValidUntil = row.ValidUntil.ToTimestamp(),
        SupersedesId = supersedes?.ToString() ?? "",
    };

    private static string Words(Verdict verdict) => verdict switch { Verdict.Fit => "fit", Verdict.FitWithConditions => "fit with conditions", _ => "no fit" };
}
