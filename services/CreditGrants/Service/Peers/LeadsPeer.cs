using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.CreditGrants.Eligibility;
using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.CreditGrants.Peers;

/// <summary>Asks the Leads service.</summary>
internal sealed class LeadsPeer(
    LeadsService.LeadsServiceClient leads, RegistrationsService.RegistrationsServiceClient registrations, AssessmentsService.AssessmentsServiceClient assessments, ContactsService.ContactsServiceClient contacts,
    TimeProvider time) : ICustomers
{
    private const int PageMost = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<CustomerFacts> FindAsync(string token, Guid accountId, Guid? leadId, CancellationToken stop)
    {
        try
        {
            var account = (await leads.GetAccountAsync(new() { AccountId = $"{accountId}" }, Options(token, stop))).Account;
            var lead = leadId is { } id ? (await leads.GetLeadAsync(new() { LeadId = $"{id}" }, Options(token, stop))).Lead : null;
            if (lead is not null && lead.AccountId != account.AccountId)
            {
                throw new RefusedException(Refusal.InvalidField("lead_id", "is no lead of this account."));
            }

            var listed = registrations.ListRegistrationsAsync(new() { AccountId = account.AccountId, State = RegistrationState.Approved, PageSize = PageMost }, Options(token, stop)).ResponseAsync;
            var assessed = assessments.GetCurrentAssessmentAsync(new() { AccountId = account.AccountId, LeadId = lead?.LeadId ?? "" }, Options(token, stop)).ResponseAsync;
            var people = contacts.ListContactsAsync(new() { AccountId = account.AccountId, PageSize = PageMost }, Options(token, stop)).ResponseAsync;
            await Task.WhenAll(listed, assessed, people);
            return ToFacts(account, lead, (await listed).Registrations, (await assessed).Assessment, (await people).Contacts);
        }
        catch (RpcException e) when (Refusals.RefusalOf(e) is { } refusal)
        {
            throw new RefusedException(refusal);
        }
    }

    private static CustomerFacts ToFacts(Account account, Lead? lead, IEnumerable<Registration> registrations, Assessment? assessment, IEnumerable<Contact> contacts)
    {
        List<string> owners = [.. registrations.Select(r => r.OwnerId)];
        if (lead is { OwnerId.Length: > 0 })
        {
            owners.Add(lead.OwnerId);
        }

        List<Contact> people = [.. contacts];
        List<string> mail = [.. people.SelectMany(c => c.Emails)];
        return new(
            Guid.Parse(account.AccountId),
            account.Number,
            account.Name,
            account.Segment == Segment.Startup,
            account.Keys.FirstOrDefault(k => k.Kind == AccountKeyKind.Repository)?.Value,
            [.. account.ChainAccounts.Where(a => a.How is not HowVerified.Unverified and not HowVerified.Unspecified && a.PublicKey.Length == 66).Select(a => a.PublicKey).Distinct()],
            [.. owners.Select(Guid.Parse).Where(o => o != Guid.Empty).Distinct()],
            [.. mail.Concat(people.SelectMany(c => c.Handles)).Select(Digest).Distinct().Order(StringComparer.Ordinal)],
            [.. mail.Select(m => m[(m.LastIndexOf('@') + 1)..].ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)],
            assessment is null or { Form.Verdict: Verdict.NoFit } ? AssessmentDepth.None : AssessmentDepth.Light,
            assessment?.Sha256 ?? "");
    }

    private static string Digest(string address) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.Trim().ToLowerInvariant())));

    private CallOptions Options(string token, CancellationToken stop) => new(new Metadata { { "authorization", token } }, time.GetUtcNow().UtcDateTime + Patience, stop);
}
