using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.Quotes;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Peers;

/// <summary>Asks the Leads service.</summary>
internal sealed class LeadsPeer(
    LeadsService.LeadsServiceClient leads, RegistrationsService.RegistrationsServiceClient registrations, AssessmentsService.AssessmentsServiceClient assessments, TimeProvider time) : ICustomers
{
    private const int RegistrationsMost = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Task<CustomerFacts> FindAsync(string token, Guid accountId, Guid? leadId, CancellationToken stop) => AskAsync(async () =>
    {
        // Side by side, over one connection; what is refused of the account is told before what is refused of the rest.
        var accounts = leads.GetAccountAsync(new() { AccountId = accountId.ToString() }, Options(token, stop)).ResponseAsync;
        var asked = leadId is { } id ? leads.GetLeadAsync(new() { LeadId = id.ToString() }, Options(token, stop)).ResponseAsync : null;
        var listed = ApprovedAsync(token, accountId.ToString(), stop);
        await Task.WhenAll([accounts, .. asked is null ? Array.Empty<Task>() : [asked], listed]);

        var (account, lead) = ((await accounts).Account, asked is null ? null : (await asked).Lead);
        if (lead is not null && lead.AccountId != account.AccountId)
        {
            throw new RefusedException(Refusal.InvalidField("lead_id", "is no lead of this account."));
        }

        // Of an account that was merged into another, the answer is the other one; and so are the registrations.
        var registrations = account.AccountId == accountId.ToString() ? await listed : await ApprovedAsync(token, account.AccountId, stop);
        return ToFacts(account, lead, registrations.Registrations);
    });

    public Task<AssessmentProof?> AssessmentAsync(string token, Guid accountId, Guid? leadId, CancellationToken stop) => AskAsync(async () =>
    {
        var answer = await assessments.GetCurrentAssessmentAsync(new() { AccountId = accountId.ToString(), LeadId = leadId?.ToString() ?? "" }, Options(token, stop));
        return answer.Assessment switch
        {
            null => null,
            { Form.Verdict: Leads.V1.Verdict.NoFit } no => throw new RefusedException(new(
                RefusalKind.Precondition,
                "ASSESSMENT_NO_FIT",
                $"The solution engineer has found that it does not fit ({no.Number}, by {no.WrittenBy}). Nothing is quoted against that; ask for a new assessment if the need has changed.")),
            { } found => new AssessmentProof(found.Sha256, found.Number, Guid.Parse(found.WrittenById)),
        };
    });

    private Task<ListRegistrationsResponse> ApprovedAsync(string token, string accountId, CancellationToken stop) => registrations.ListRegistrationsAsync(
        new() { AccountId = accountId, State = RegistrationState.Approved, PageSize = RegistrationsMost }, Options(token, stop)).ResponseAsync;

    private static CustomerFacts ToFacts(Account account, Lead? lead, IEnumerable<Registration> registrations)
    {
        var owners = new List<CustomerOwner>();
        if (lead is { OwnerId.Length: > 0 })
        {
            owners.Add(new(new(Guid.Parse(lead.OwnerId), lead.OwnerName), null, IsLedByCaller: false));
        }

        // What was said in a claim is shown to its owner and to those who decide on it: whoever sees another's form leads the owner.
        owners.AddRange(registrations.Select(r => new CustomerOwner(new(Guid.Parse(r.OwnerId), r.OwnerName), (ProductLine)r.Line, r.Form is not null)));
        var customer = new QuoteCustomer(
            Guid.Parse(account.AccountId),
            account.Number,
            account.Name,
            SegmentName(account.Segment),
            account.AnnualCorePeriods,
            lead is null ? null : Guid.Parse(lead.LeadId),
            lead?.Number ?? "");
        var paras = account.Keys.Where(k => k.Kind == AccountKeyKind.ParaId).Select(k => uint.TryParse(k.Value, out var id) ? id : 0).Where(id => id > 0);
        return new(customer, owners, [.. paras.Distinct()]);
    }

    /// <summary>As rule versions call it.</summary>
    private static string SegmentName(Segment segment) => $"{segment}".ToLowerInvariant();

    private CallOptions Options(string token, CancellationToken stop) => new(new Metadata { { "authorization", token } }, time.GetUtcNow().UtcDateTime + Patience, stop);

    /// <summary>A refusal of Leads is passed on as it is; that it does not answer is passed on as such.</summary>
    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (RpcException e) when (Refusals.RefusalOf(e) is { } refusal)
        {
            throw new RefusedException(refusal);
        }
    }
}
