using System.Security.Claims;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Approvals;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Figures;
using CoretimeDesk.Web.Desk.Frame;
using CoretimeDesk.Web.Desk.Quotes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace CoretimeDesk.Web.Desk.Pages;

/// <summary>What waits for a decision, and what has changed since the last one.</summary>
public partial class ApprovalsPage
{
    private readonly List<(bool IsDone, string Text)> _said = [];
    private Loader<ListApprovalsResponse> _inbox = null!;
    private Loader<ApprovalView> _view = null!;
    private Loader<GetReportResponse> _month = null!;
    private DecisionQueue _queue = null!;
    private ElementReference _why;
    private IDisposable? _leaving;
    private string _me = "", _note = "", _code = "", _hint = "", _seen = "";

    [Parameter]
    public string? Number { get; set; }

    [Parameter]
    public int Revision { get; set; }

    /// <summary>Compare with the approval of this revision.</summary>
    [SupplyParameterFromQuery]
    private int? Against { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Who { get; set; } = null!;

    protected override TimeSpan Interval => TimeSpan.FromSeconds(10);

    private IReadOnlyList<InboxItem> Items => [.. _inbox.Value?.Items ?? []];

    private InboxItem? Picked => Number is { Length: > 0 } ? Items.FirstOrDefault(i => i.Quote.Number == Number && i.Approval.Revision == Revision)
        : Items.FirstOrDefault(i => !_queue.Holds(i.Approval.ApprovalId));

    private string Title => _inbox.Value is null ? "Approvals"
        : Items.Count(i => !_queue.Holds(i.Approval.ApprovalId)) is > 0 and var open ? $"Approvals: {open} {(open == 1 ? "waits" : "wait")} for you{(Items.Count(i => i.Overdue) is > 0 and var late ? $", {late} overdue" : "")}"
        : "Approvals: nothing waits for you";

    // Beside the point, so that nothing is said where it is not known. Whose reports are of teams alone is told of the own decisions.
    private string Median => _month.Value?.Figures.FirstOrDefault(f => f.Metric == "approval_time") is { } figure && figure.Parts.Any(p => p is { Name: "median_hours", Value.Length: > 0 })
        ? $" This month's decisions: {FigureText.Of("approval_time", figure.Parts, "")}."
        : _inbox.Value is { AnsweredThisMonth: > 0 } inbox ? $" Your median answer this month: {Words.Length(TimeSpan.FromSeconds(inbox.MedianAnswerSeconds))}, of {Words.Count(inbox.AnsweredThisMonth, "decision")}." : "";

    protected override async Task OnInitializedAsync()
    {
        _me = (await Who).User.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? "";
    }

    protected override void OnInitialized()
    {
        _queue = new(SendAsync, async (length, stop) =>
        {
            using var timer = Clock.Every(length);
            await timer.WaitForNextTickAsync(stop);
        });
        _inbox = Loading(stop => Calls.ReadAsync(Peers.Approvals.ListApprovalsAsync, new ListApprovalsRequest { PageSize = 100 }, stop));
        _month = Loading(stop => Calls.ReadAsync(Peers.Metrics.GetReportAsync, new GetReportRequest { From = Months.Of(Now), To = Months.Of(Now) }, stop));
        _view = Loading(stop => ApprovalView.ReadAsync(Calls, Peers, Picked!, Against, stop));
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_inbox.Value is null)
        {
            await _inbox.LoadAsync(Shown);
        }

        await ViewAsync();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        base.OnAfterRender(firstRender);
        if (firstRender)
        {
            // Another page of the desk: what was decided is done. Another request of this page: it can still be undone.
            _leaving = Navigation.RegisterLocationChangingHandler(async to =>
            {
                if (!Navigation.ToAbsoluteUri(to.TargetLocation).AbsolutePath.StartsWith("/approvals", StringComparison.Ordinal))
                {
                    await _queue.FlushAsync();
                }
            });
        }
    }

    protected override async Task RefreshAsync()
    {
        await _inbox.LoadAsync(Shown);
        await ViewAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _leaving?.Dispose();
            _queue.Dispose();
        }

        base.Dispose(disposing);
    }

    private static string AddressOf(InboxItem item) => $"/approvals/{item.Quote.Number}/r/{item.Approval.Revision}";

    private Task ViewAsync()
    {
        if (Picked is not { } picked)
        {
            return Items.Count == 0 && _month.IsLoading ? _month.LoadAsync(Shown) : Task.CompletedTask;
        }

        var seen = $"{picked.Approval.ApprovalId} {picked.Approval.TermsSha256} {Against}";
        if (_seen != seen)
        {
            // Other terms: what was typed belongs to those before, and so does what was read.
            (_seen, _note, _code, _hint) = (seen, "", "", "");
            _view.Reset();
        }

        return _view.LoadAsync(Shown);
    }

    private void Pick(InboxItem item)
    {
        if (item != Picked)
        {
            Navigation.NavigateTo(AddressOf(item), replace: true);
        }
    }

    private Task ApproveAsync() => _view.Value is { } view && Picked?.Approval.ApprovalId == view.Item.Approval.ApprovalId ? DecideAsync(view, true) : Task.CompletedTask;

    private async Task DeclineAsync()
    {
        if (_view.Value is not { } view || Picked?.Approval.ApprovalId != view.Item.Approval.ApprovalId)
        {
            return;
        }

        if (_note.Trim().Length == 0)
        {
            _hint = "A decline needs a reason: write it, then press Enter.";
            await _why.FocusAsync();
            return;
        }

        await DecideAsync(view, false);
    }

    private async Task DecideAsync(ApprovalView view, bool isYes)
    {
        var approval = view.Item.Approval;
        var decision = new PendingDecision(
            approval.ApprovalId,
            view.Quote.Customer.AccountName,
            approval.TermsSha256,
            isYes,
            isYes ? $"Approving {QuoteWords.Concession(approval.Scope.Total)}" : "Declining",
            isYes ? _code : "",
            _note.Trim(),
            Calls.NewRequestId(),
            Now + DecisionQueue.Grace);
        (_note, _code, _hint) = ("", "", "");
        var sent = _queue.AddAsync(decision);
        if (Items.FirstOrDefault(i => !_queue.Holds(i.Approval.ApprovalId)) is { } next)
        {
            Navigation.NavigateTo(AddressOf(next), replace: true);
        }

        await sent;
    }

    private void Undo()
    {
        if (_queue.Undo() is { } undone && Items.FirstOrDefault(i => i.Approval.ApprovalId == undone.Id) is { } item)
        {
            Navigation.NavigateTo(AddressOf(item), replace: true);
            (_note, _code) = (undone.Note, undone.ReasonCode);
        }
    }

    private async Task SendAsync(PendingDecision decision)
    {
        try
        {
            var quote = decision.IsYes
                ? (await Calls.SendAsync(Peers.Approvals.GiveApprovalAsync, new GiveApprovalRequest { RequestId = decision.RequestId, ApprovalId = decision.Id, TermsSha256 = decision.Seen, ReasonCode = decision.ReasonCode, Note = decision.Note })).Quote
                : (await Calls.SendAsync(Peers.Approvals.DeclineApprovalAsync, new DeclineApprovalRequest { RequestId = decision.RequestId, ApprovalId = decision.Id, Reason = decision.Note })).Quote;
            _said.Add((true, $"{(decision.IsYes ? "Approved" : "Declined")}: {decision.Customer}, {quote.Number}."));
        }
        catch (CallException e)
        {
            _said.Add((false, $"{decision.Customer}: {e.Trouble.Text}"));
        }

        await RefreshAsync();
    }
}
