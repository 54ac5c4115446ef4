using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Frame;
using CoretimeDesk.Web.Desk.Quotes;
using CoretimeDesk.Web.Desk.Sale;
using Microsoft.AspNetCore.Components;

namespace CoretimeDesk.Web.Desk.Pages;

/// <summary>One revision of a quote: a draft's terms are in the address, so that what is seen can be linked, loaded again and gone back from.</summary>
public partial class QuoteBuilderPage
{
    private Loader<GetQuoteResponse> _quote = null!;
    private Loader<SaleNow> _sale = null!;
    private Loader<Offer> _offer = null!;
    private SendFlow _flow = null!;

    // What is typed beside the address: para, days, reasons and other kinds of concession.
    private QuoteAsk? _typed;
    private (string Number, int Revision)? _shown;
    private string _said = "", _error = "", _why = "";
    private bool _busy, _fresh, _withdraws;

    [Parameter]
    public string Number { get; set; } = "";

    [Parameter]
    public int Revision { get; set; }

    [SupplyParameterFromQuery]
    private int? Cores { get; set; }

    [SupplyParameterFromQuery]
    private int? Periods { get; set; }

    [SupplyParameterFromQuery]
    private int? Concession { get; set; }

    /// <summary>1: what waits for an approval, or has one, is changed, which voids it.</summary>
    [SupplyParameterFromQuery]
    private int? Change { get; set; }

    [Inject]
    private SaleCurves Curves { get; set; } = null!;

    protected override TimeSpan Interval => TimeSpan.FromSeconds(10);

    private Quote? Quote => _quote.Value?.Quote;

    private QuoteRevision? Seen => Quote?.Revisions.FirstOrDefault(r => r.Revision == Revision) ?? Quote?.Revisions[^1];

    private bool IsNewest => Seen is { } shown && shown == Quote!.Revisions[^1];

    private bool IsEditing => Quote is { TechnicalOnly: false } && IsNewest && (Seen!.State is QuoteState.Draft or QuoteState.Priced || (Change == 1 && Seen.State is QuoteState.Submitted or QuoteState.Approved));

    private QuoteAsk? Ask => IsEditing ? QuoteAsks.With(_typed ?? Seen!.Ask, Cores, Periods, Concession) : Seen?.Ask;

    // An accepted one stays, and one that has ended needs nothing.
    private bool CanWithdraw => IsNewest && Seen!.State is QuoteState.Draft or QuoteState.Priced or QuoteState.Submitted or QuoteState.Approved or QuoteState.Sent;

    private bool IsChanged => Ask is { } ask && !ask.Equals(Seen!.Ask);

    private QuoteTerms? Terms => IsEditing ? _offer.Value?.Terms : Seen?.Terms;

    private Judgement? Judgement => IsEditing ? _offer.Value?.Judgement : Seen?.Judgement;

    private string Title => Quote is null ? _quote.Trouble?.Text.TrimEnd('.') ?? $"Quote {Number}" : $"{Quote.Customer.AccountName}: {QuoteWords.What(Ask!)}{(Seen!.State is QuoteState.Draft or QuoteState.Priced ? "" : $", {Words.Phrase(Seen.State)}")}";

    /// <summary>What the filled button does; null when a rule refuses it or it has no price.</summary>
    private string? Primary => _offer.Value is not { } offer || _offer.Trouble is not null ? null : offer.Judgement.Verdict switch
    {
        Verdict.Allowed => "Send quote",
        Verdict.NeedsApproval => $"Ask {QuoteWords.Roles(offer.Judgement.Approvers)}",
        _ => null,
    };

    private string Missing => _offer.IsLoading ? "Looking at the price" : _offer.Trouble is { } trouble ? (AskFaults.First(trouble) is { } fault ? $"Look at: {fault}" : trouble.Reason.Length > 0 ? Capital(trouble.Reason.Replace('_', ' ').ToLowerInvariant()) : "No price at this moment")
        : _offer.Value!.Judgement.Reasons.Any(r => r.Contains("assessment", StringComparison.Ordinal)) ? "Needs a current assessment" : "Refused by the rules";

    private QuoteEnding[] Clocks => IsEditing ? _offer.Value is { } offer ? [.. QuoteWords.Clocks(offer.Terms, offer.Judgement, Now)] : []
        : Seen is { } shown && QuoteWords.Ending(shown) is { } ending ? [ending] : [];

    protected override void OnInitialized()
    {
        _flow = new(Calls, Peers);
        _quote = Loading(stop => Calls.ReadAsync(Peers.Quotes.GetQuoteAsync, new GetQuoteRequest { Number = Number }, stop));
        _sale = Loading(async stop =>
        {
            var market = (await Calls.ReadAsync(Peers.Watcher.GetMarketAsync, new GetMarketRequest(), stop)).Market;
            return new SaleNow(market, await Curves.OfAsync(market, request => Calls.ReadAsync(Peers.Watcher.GetPriceAsync, request, stop)));
        });
        _offer = Loading(stop => Offer.AskAsync(Calls, Peers, Quote!.Customer, Ask!, stop));
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (Number, Revision))
        {
            await PreviewAsync(); // The address says other terms.
            return;
        }

        var isOther = _shown?.Number != Number;
        (_shown, _typed, _error) = ((Number, Revision), null, "");
        if (isOther)
        {
            _quote.Reset();
            (_said, _fresh, _withdraws, _why) = ("", false, false, "");
        }

        _offer.Reset();
        await RefreshAsync();
    }

    protected override async Task RefreshAsync()
    {
        if (_busy)
        {
            return;
        }

        await _quote.LoadAsync(Shown);
        await EachAsync(Quote is { TechnicalOnly: false } ? _sale.LoadAsync(Shown) : Task.CompletedTask, PreviewAsync());
    }

    private Task PreviewAsync() => IsEditing ? _offer.LoadAsync(Shown) : Task.CompletedTask;

    private string Address(bool change) => QuoteAsks.Address(Quote!.Number, Seen!.Revision, Ask!, change);

    private Task MovedAsync(int count)
    {
        Navigation.NavigateTo(QuoteAsks.Address(Quote!.Number, Seen!.Revision, QuoteAsks.With(Ask!, null, null, count), Change == 1), replace: true);
        return Task.CompletedTask;
    }

    private async Task TermsAsync(QuoteAsk ask)
    {
        var address = QuoteAsks.Address(Quote!.Number, Seen!.Revision, ask, Change == 1);
        _typed = ask;
        if (Navigation.ToBaseRelativePath(Navigation.Uri) == address[1..])
        {
            await PreviewAsync();
        }
        else
        {
            Navigation.NavigateTo(address, replace: true);
        }
    }

    private Task SaveAsync() => DoAsync(async () =>
    {
        await _flow.SaveAsync(Quote!, Ask!);
        _said = $"Saved at {Words.Time(Now)} UTC.";
    });

    private Task GoAsync() => DoAsync(async () =>
    {
        var isSending = _offer.Value!.Judgement.Verdict == Verdict.Allowed;
        var judged = await _flow.SubmitAsync(Quote!, Ask!);
        var newest = judged.Revisions[^1];
        if (newest.State == QuoteState.Approved && isSending)
        {
            await _flow.SendAsync(judged);
            (_said, _fresh) = ("Sent.", true);
        }
        else
        {
            _said = newest.State == QuoteState.Approved ? "Approved already, by who approved as much before. Send it."
                : $"{Capital(QuoteWords.Roles(newest.Approvals.Where(a => a.State == ApprovalState.Asked).Select(a => a.Role)))} asked, to decide by {Words.At(newest.Approvals.Where(a => a.State == ApprovalState.Asked).Min(a => a.DueAt))}.";
        }

        Navigation.NavigateTo($"/quotes/{judged.Number}/r/{newest.Revision}", replace: true);
    });

    private async Task SendAsync()
    {
        await _flow.SendAsync(Quote!);
        (_said, _fresh) = ("Sent.", true);
    }

    private async Task PriceAgainAsync()
    {
        var judged = await _flow.PriceAgainAsync(Quote!);
        _said = $"Priced again at {Words.Time(Now)} UTC: {Words.Phrase(judged.Revisions[^1].State)}.";
    }

    private async Task WithdrawAsync()
    {
        await _flow.WithdrawAsync(Quote!, _why.Trim());
        (_withdraws, _why, _said) = (false, "", "Withdrawn.");
    }

    private async Task ReviseAsync()
    {
        var revised = await _flow.ReviseAsync(Quote!);
        _said = $"Revision {revised.Revisions[^1].Revision} begun. The one that was sent counts until this one is.";
        Navigation.NavigateTo($"/quotes/{revised.Number}/r/{revised.Revisions[^1].Revision}");
    }

    private async Task DoAsync(Func<Task> change)
    {
        if (_busy)
        {
            return;
        }

        (_busy, _error, _said) = (true, "", "");
        try
        {
            await change();
            _typed = null;
        }
        catch (CallException e)
        {
            _error = e.Trouble.Text;
        }
        finally
        {
            _busy = false;
        }

        await RefreshAsync(); // Also after a "no": some steps may have been done before it.
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
