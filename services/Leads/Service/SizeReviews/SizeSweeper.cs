using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using ActivityKind = CoretimeDesk.Leads.Activities.ActivityKind;
using ActivitySource = CoretimeDesk.Leads.Activities.ActivitySource;

namespace CoretimeDesk.Leads.SizeReviews;

/// <summary>
/// Verifies the sizes for which it is time. Any number of replicas may sweep at once, and late: each statement is verified once, over the time and as of the
/// instant that were due.
/// </summary>
public sealed class SizeSweeper(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, ActivityBook activities, SizeSweepSettings settings, TimeProvider time, ILogger<SizeSweeper> log) : BackgroundService
{
    private const int Batch = 200;

    /// <summary>Sweeps until nothing is due any more.</summary>
    /// <returns>How many sizes were verified.</returns>
    public async Task<int> SweepAsync(CancellationToken stop)
    {
        var (verified, after) = (0, Guid.Empty);
        while (true)
        {
            List<Guid> ids;
            await using (var db = await contexts.CreateDbContextAsync(stop))
            {
                ids = await Candidates(db, time.GetUtcNow() - SizeReviewRules.VerifiedAfter).Where(id => id > after).Order().Take(Batch).ToListAsync(stop);
            }

            foreach (var id in ids)
            {
                try
                {
                    verified += await commands.RecordAsync(Actor.Desk, scope => VerifyAsync(scope, id), stop);
                }
                catch (Exception e) when (e is not OperationCanceledException and not NpgsqlException)
                {
                    log.LogError(e, "The size of account {Id} could not be verified; the others go on.", id);
                }
            }

            if (ids.Count < Batch)
            {
                return verified;
            }

            after = ids[^1];
        }
    }

    /// <summary>Accounts with a use and a statement that are old enough, whose statement is not verified. From the uses on: few of all accounts have any.</summary>
    public static IQueryable<Guid> Candidates(LeadsDb db, DateTimeOffset before) =>
        from id in db.CoreUses.Where(u => u.ObtainedAt <= before).Select(u => u.AccountId).Union(db.OnDemandUses.Where(u => u.FirstAt <= before).Select(u => u.AccountId))
        join account in db.Accounts on id equals account.Id
        where account.MergedIntoId == null && (account.SizeStatedAt ?? account.CreatedAt) <= before
            && !db.SizeReviews.Any(r => r.AccountId == account.Id && (r.StatedAt == (account.SizeStatedAt ?? account.CreatedAt) || r.State == SizeReviewState.Open))
        select account.Id;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Interval, time);
        try
        {
            do
            {
                try
                {
                    if (await SweepAsync(stoppingToken) is > 0 and var verified)
                    {
                        log.LogInformation("{Verified} stated sizes were verified.", verified);
                    }
                }
                catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException })
                {
                    log.LogDebug(e, "Could not sweep this time.");
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task<int> VerifyAsync(CommandScope<LeadsDb> scope, Guid accountId)
    {
        await scope.LockAsync(SizeBook.LockOf(accountId));
        var account = await scope.Db.Accounts.AsNoTracking().SingleAsync(a => a.Id == accountId, scope.Stop);
        var size = await SizeBook.OfAsync(scope.Db, account, scope.Stop);
        var stated = size.Stated;
        if (account.MergedIntoId is not null || size.DueAt is not { } due || due > scope.Now || size.Window(due) is not { } window || size.Shown(window) is not { } shown
            || await scope.Db.SizeReviews.AnyAsync(r => r.AccountId == accountId && (r.StatedAt == stated.At || r.State == SizeReviewState.Open), scope.Stop))
        {
            return 0;
        }

        var number = await scope.Db.NextNumberAsync('S', scope.Now, scope.Stop);
        var happened = SizeReviewRules.Verify(Guid.CreateVersion7(scope.Now), number, accountId, stated, shown, window, due);
        var review = SizeReview.Evolve(null, happened);
        var evidence = SizeReviewMessages.Evidence(size, window);
        var row = new SizeReviewRow
        {
            Id = review.Id,
            Number = number,
            AccountId = accountId,
            State = review.State,
            StatedCorePeriods = stated.AnnualCorePeriods,
            StatedTier = stated.Tier,
            StatedAt = stated.At,
            ShownCorePeriods = shown.AnnualCorePeriods,
            ShownTier = shown.Tier,
            Basis = shown.Basis,
            MeasuredFrom = window.From,
            MeasuredUntil = window.Until,
            Evidence = SizeReviewMessages.Write(evidence),
        };
        scope.Db.SizeReviews.Add(row);
        scope.Append(row, "size_review", [happened.ToEvent(row, evidence)]);
        if (review.State == SizeReviewState.Open)
        {
            await activities.EnterAsync(scope, new(
                accountId, ActivityKind.SizeReview, ActivitySource.Desk,
                $"{number}: tier {stated.Tier} was stated ({stated.AnnualCorePeriods} core-periods a year), and from {window.From:d MMMM yyyy} to {window.Until:d MMMM yyyy} the chain shows tier {shown.Tier} ({shown.AnnualCorePeriods} a year{(shown.Basis == SizeBasis.OnDemand ? ", by on-demand orders" : "")}). A team lead or the head of sales decides; concessions are frozen until then.",
                due, Reference: ReferenceOf(row.Id)));
        }

        return 1;
    }

    /// <summary>The reference of the entry that a review made in the account's stream.</summary>
    internal static string ReferenceOf(Guid review) => $"size-review {review}";
}

/// <summary>How often the clock is looked at; nothing but the promptness of reviews depends on it.</summary>
/// <param name="Interval">Between two looks.</param>
public sealed record SizeSweepSettings(TimeSpan Interval);
