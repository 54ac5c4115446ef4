using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>Stated sizes and what the chain shows, under <c>./desk accounts</c>.</summary>
internal static class SizeReviewCommands
{
    private static readonly string[] Columns = ["measured until", "number", "account", "stated", "shown", "state", "closed", "reason", "id"];
    private static readonly string[] UseColumns = ["obtained", "how", "chain", "core", "from timeslice", "timeslices", "fact"];

    public static Command Check()
    {
        var account = LeadsCall.Account();
        return LeadsCall.Make("size-check", "Tell when a customer's stated size is verified, and what the chain shows until now.", [account], async (r, call, cancellation) =>
        {
            var request = new GetSizeCheckRequest { AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId };
            var answer = await call.SendAsync(r, (c, o) => Client(c).GetSizeCheckAsync(request, o), cancellation);
            call.Show(r, answer, screen =>
            {
                screen.Line($"{answer.AccountNumber} {answer.AccountName}: tier {Tier(answer.StatedTier)} was stated on {Answer.Date(answer.StatedAt)}, {answer.StatedCorePeriods} core-periods a year.");
                screen.Line(answer.FirstUseAt is null
                    ? "The chain shows no use yet, so nothing is verified."
                    : $"First use on {Answer.Date(answer.FirstUseAt)}; {(answer.Verified is { } done ? $"verified by {done.Number}: {Answer.Word(done.State)}" : $"to be verified on {Answer.Date(answer.DueAt)}")}.");
                if (answer.MeasuredFrom is not null)
                {
                    screen.Line($"From {Answer.Date(answer.MeasuredFrom)} to {Answer.Date(answer.MeasuredUntil)} the chain shows tier {Tier(answer.ShownTier)}, {answer.ShownCorePeriods} core-periods a year{By(answer.Basis)}.");
                    Uses(screen, answer.Evidence);
                }
            });
        });
    }

    public static Command List()
    {
        var account = new Option<string?>("--account") { Description = "Only this account's, by id." };
        var state = Words.Option<SizeReviewState>("--state", "Only in this state.");
        var (size, page) = AccountCommands.Paging();
        return LeadsCall.Make("size-reviews", "List verifications of stated sizes, newest first. Concessions to a customer with an open review are frozen.", [account, state, size, page], async (r, call, cancellation) =>
        {
            var request = new ListSizeReviewsRequest
            {
                AccountId = r.GetValue(account) ?? "",
                State = Words.Parse<SizeReviewState>(r.GetValue(state)),
                PageSize = r.GetValue(size),
                PageToken = r.GetValue(page) ?? "",
            };
            var answer = await call.SendAsync(r, (c, o) => Client(c).ListSizeReviewsAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(screen, answer.Reviews, "No size was verified yet.", answer.NextPageToken, Columns, v =>
            [
                Answer.Date(v.MeasuredUntil), v.Number, $"{v.AccountNumber} {v.AccountName}", $"{Tier(v.StatedTier)} ({v.StatedCorePeriods} a year)", $"{Tier(v.ShownTier)} ({v.ShownCorePeriods} a year)",
                Answer.Word(v.State), Answer.Date(v.ClosedAt), v.Reason, v.ReviewId,
            ]));
        });
    }

    public static Command Show()
    {
        var review = Review();
        return LeadsCall.Make("size-review", "Show a verification of a stated size with the facts that were counted.", [review], async (r, call, cancellation) =>
        {
            var answer = await FindAsync(r, call, review, cancellation);
            call.Show(r, answer, screen =>
            {
                screen.Line(Sentence(answer.Review));
                Uses(screen, answer.Evidence);
            });
        });
    }

    public static Command Keep()
    {
        var review = Review();
        var reason = new Argument<string>("reason") { Description = "Why the stated tier is right." };
        return LeadsCall.Make("keep-size", "Close a size review: the stated tier stays.", [review, reason], (r, call, cancellation) => CloseAsync(r, call, review, 0, r.GetValue(reason)!, cancellation));
    }

    public static Command Restate()
    {
        var review = Review();
        var size = new Argument<uint>("core-periods") { Description = "The size that is stated from now on, in core-periods a year." };
        var reason = new Argument<string>("reason") { Description = "Why." };
        return LeadsCall.Make("restate-size", "Close a size review: another size is stated. Accepted quotes stay as they are.", [review, size, reason], (r, call, cancellation) =>
            r.GetValue(size) is > 0 and var restated ? CloseAsync(r, call, review, restated, r.GetValue(reason)!, cancellation) : throw new DeskException("core-periods must be at least 1; 'keep-size' keeps the stated tier."));
    }

    private static async Task CloseAsync(ParseResult r, LeadsCall call, Argument<string> review, uint restated, string reason, CancellationToken cancellation)
    {
        var id = (await FindAsync(r, call, review, cancellation)).Review.ReviewId;
        var request = new CloseSizeReviewRequest { RequestId = SessionCommands.NewId(), ReviewId = id, AnnualCorePeriods = restated, Reason = reason };
        var answer = await call.SendAsync(r, (c, o) => Client(c).CloseSizeReviewAsync(request, o), cancellation);
        call.Show(r, answer, screen => screen.Done(Sentence(answer.Review)));
    }

    private static Task<GetSizeReviewResponse> FindAsync(ParseResult r, LeadsCall call, Argument<string> review, CancellationToken cancellation)
    {
        var text = r.GetValue(review)!;
        var request = Guid.TryParse(text, out _) ? new GetSizeReviewRequest { ReviewId = text } : new GetSizeReviewRequest { Number = text };
        return call.SendAsync(r, (c, o) => Client(c).GetSizeReviewAsync(request, o), cancellation);
    }

    private static string Sentence(SizeReview v) =>
        $"{v.Number}, {v.AccountNumber} {v.AccountName}: tier {Tier(v.StatedTier)} was stated ({v.StatedCorePeriods} core-periods a year); from {Answer.Date(v.MeasuredFrom)} to {Answer.Date(v.MeasuredUntil)} the chain shows tier {Tier(v.ShownTier)} ({v.ShownCorePeriods} a year{By(v.Basis)}). {v.State switch
        {
            SizeReviewState.Agreed => "They agree.",
            SizeReviewState.Open => "Nobody has decided yet: concessions are frozen.",
            SizeReviewState.Kept => $"{v.ClosedBy} kept the stated tier on {Answer.Date(v.ClosedAt)}: {v.Reason}",
            _ => $"{v.ClosedBy} stated another size on {Answer.Date(v.ClosedAt)}: {v.Reason}",
        }}";

    private static void Uses(Screen screen, SizeEvidence evidence)
    {
        if (evidence.Cores.Count > 0)
        {
            Answer.Rows(screen, evidence.Cores, "", "", UseColumns, u => [Answer.Date(u.ObtainedAt), Answer.Word(u.Kind), u.Chain, $"{u.Core}", $"{u.Begin}", $"{u.Timeslices}", u.FactId]);
        }

        foreach (var day in evidence.OnDemand)
        {
            screen.Line($"  {day.On}: {day.Facts} on-demand orders on {day.Network} for {day.Spent} planck, from fact {day.FirstFactId}");
        }
    }

    private static string By(SizeBasis basis) => basis == SizeBasis.OnDemand ? ", by on-demand orders" : "";

    private static string Tier(SizeTier tier) => Answer.Word(tier).ToUpperInvariant();

    private static Argument<string> Review() => new("review") { Description = "The review's number (S-2026-000017) or id; './desk accounts size-reviews' shows both." };

    private static SizeReviewsService.SizeReviewsServiceClient Client(Grpc.Net.Client.GrpcChannel channel) => new(channel);
}
