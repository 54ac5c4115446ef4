using System.Security.Claims;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Web.Desk.Assessments;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Frame;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace CoretimeDesk.Web.Desk.Pages;

/// <summary>
/// Writing an assessment. What is typed is saved a moment later, as a draft that the customer service keeps: it survives a reload, another machine and a lost replica.
/// A draft that somebody else changed meanwhile is not overwritten unasked.
/// </summary>
public sealed partial class AssessmentPage
{
    /// <summary>So long nobody types before it is saved.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(700);

    private readonly List<Attachment> _uploaded = [];
    private Loader<GetAssessmentWorkResponse> _work = null!;
    private Loader<ListAssessmentsResponse> _versions = null!;
    private Loader<ListAttachmentsResponse> _files = null!;
    private AssessmentFields? _fields;
    private Trouble? _trouble;
    private string _me = "", _saved = "";
    private string? _asked;
    private bool _writes, _saves, _isDone;
    private long _version;
    private int _edits, _kept;

    [Parameter]
    public string Id { get; set; } = "";

    [CascadingParameter]
    private Task<AuthenticationState> Who { get; set; } = null!;

    /// <summary>Who works on it, and what others do with it, is looked at again; what is being written is not touched by that.</summary>
    protected override TimeSpan Interval => TimeSpan.FromSeconds(30);

    private string Title => _work.Value?.Work is not { } work ? _work.Trouble?.Text ?? "Assessment"
        : _versions.Value is not { } list ? $"Assessment: {work.AccountName}"
        : list.Assessments.FirstOrDefault(a => a.Current) is { } current ? $"{work.AccountName}: {AssessmentWords.Verdict(current.Form.Verdict)} until {Words.Day(current.ValidUntil.ToDateTimeOffset())}"
        : $"{work.AccountName}: no assessment that counts";

    private IReadOnlyList<Attachment> Files => [.. (_files.Value?.Attachments ?? []).Concat(_uploaded).DistinctBy(f => f.AttachmentId)];

    protected override void OnInitialized()
    {
        _work = Loading(stop => Calls.ReadAsync(Peers.AssessmentQueue.GetAssessmentWorkAsync, new GetAssessmentWorkRequest { AccountId = Id }, stop));
        _versions = Loading(stop => Calls.ReadAsync(Peers.Assessments.ListAssessmentsAsync, new ListAssessmentsRequest { AccountId = Id, PageSize = 50 }, stop));
        _files = Loading(stop => Calls.ReadAsync(Peers.Attachments.ListAttachmentsAsync, new ListAttachmentsRequest { AccountId = Id, PageSize = 200 }, stop));
    }

    protected override async Task OnInitializedAsync()
    {
        var person = (await Who).User;
        (_me, _writes) = (person.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? "", Nav.RolesOf(person).Contains(CoretimeDesk.Identity.V1.Role.SolutionEngineer));
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_asked != Id)
        {
            _asked = Id;
            await RefreshAsync();
            Open();
        }
    }

    protected override async Task RefreshAsync()
    {
        await EachAsync(_work.LoadAsync(Shown), _versions.LoadAsync(Shown), _files.LoadAsync(Shown));
        if (_fields is null)
        {
            Open();
        }
    }

    // A draft goes on; without one, the next version begins with what the last says.
    private void Open()
    {
        if (_work.Value is not { } work || _versions.Value is not { } versions)
        {
            return;
        }

        var last = versions.Assessments.FirstOrDefault(a => !a.Superseded && a.LeadId.Length == 0);
        (_version, _edits, _kept, _trouble) = (work.Version, 0, 0, null);
        _fields = work.Draft is { } draft ? AssessmentFields.Of(draft) : last is not null ? AssessmentFields.After(last) : new();
        _saved = work.Draft is not null ? $"Draft of {Words.At(work.Work.DraftSavedAt)}" : "";
    }

    // Not awaited by the field: typing goes on while it is saved.
    private void Touched() => _ = SoonAsync(++_edits);

    private async Task SoonAsync(int edit)
    {
        try
        {
            await Task.Delay(Pause, Shown);
            if (edit == _edits)
            {
                await InvokeAsync(SaveAsync);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left within the pause.
        }
    }

    private async Task SaveAsync()
    {
        if (_saves || _isDone || _fields is not { } fields || _work.Value is not { } work)
        {
            return; // The one that is under way looks again when it is back.
        }

        _saves = true;
        try
        {
            do
            {
                var edit = _edits;
                var answer = await Calls.SendAsync(
                    Peers.AssessmentQueue.SaveAssessmentDraftAsync,
                    new SaveAssessmentDraftRequest { RequestId = Calls.NewRequestId(), AccountId = work.Work.AccountId, ExpectedVersion = _version, Draft = fields.ToDraft() },
                    Shown);
                (_version, _kept, _trouble, _saved) = (answer.Version, edit, null, $"Saved {Words.Time(answer.SavedAt.ToDateTimeOffset())} UTC");
            }
            while (_kept != _edits);
        }
        catch (CallException e)
        {
            (_trouble, _saved) = (e.Trouble, "Not saved");
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        finally
        {
            _saves = false;
        }

        StateHasChanged();
    }

    private async Task LoadTheirsAsync()
    {
        await _work.LoadAsync(Shown);
        Open();
    }

    private async Task KeepMineAsync()
    {
        await _work.LoadAsync(Shown);
        _version = _work.Value?.Version ?? _version;
        await SaveAsync();
    }

    private async Task TakeOverAsync()
    {
        try
        {
            await Calls.SendAsync(Peers.AssessmentQueue.TakeAssessmentAsync, new TakeAssessmentRequest { RequestId = Calls.NewRequestId(), AccountId = Id, TakeOver = true }, Shown);
            await LoadTheirsAsync();
        }
        catch (CallException e)
        {
            _trouble = e.Trouble;
        }
    }

    private void AddFile(Attachment file) => _uploaded.Add(file);

    private void Leave(Assessment written)
    {
        _isDone = true;
        Navigation.NavigateTo($"/accounts/{written.AccountId}?said=assessed");
    }
}
