using CoretimeDesk.Desk.Demo.Story;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Web.Tests.EndToEnd;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>A customer of the demo rep, made by the services' own calls as their people would: an account with a para, a claimed lead, a verified key, and an assessment that it fits.</summary>
internal sealed class Customer : IDisposable
{
    private const uint ParasBeyond = 1_000_000;
    private const uint AnnualCorePeriods = 26;

    private readonly StoryKey _wallet = new();

    private Customer()
    {
        Para = ParasBeyond + (BitConverter.ToUInt32(_wallet.Account.ToArray()) % ParasBeyond);
        Name = $"Compass Rollup {Para}";
    }

    /// <summary>Its name, which nobody else has.</summary>
    public string Name { get; }

    public uint Para { get; }

    public string AccountId { get; private set; } = "";

    /// <summary>The account that its key stands for, as wallets show it.</summary>
    public string Address => _wallet.Address;

    /// <summary>0x hex of the same.</summary>
    public string PublicKey => $"{_wallet.Account}";

    public static async Task<Customer> MakeAsync(StoryDesk people, Segment segment = Segment.Builder)
    {
        var customer = new Customer();
        await customer.RegisterAsync(people, segment);
        return customer;
    }

    /// <summary>Signs a text as a wallet does.</summary>
    public string Sign(string text) => _wallet.Sign(text);

    public void Dispose() => _wallet.Dispose();

    private async Task RegisterAsync(StoryDesk people, Segment segment)
    {
        var stop = TestContext.Current.CancellationToken;
        string Id(string step) => people.RequestId($"{step} {Para}");
        AccountId = (await people.AsAsync(Role.Rep, o => people.Leads.CreateAccountAsync(
            new()
            {
                RequestId = Id("account"), Name = Name, Segment = segment, AnnualCorePeriods = AnnualCorePeriods,
                Keys =
                {
                    new AccountKey { Kind = AccountKeyKind.ParaId, Network = "paseo", Value = $"{Para}" },
                    new AccountKey { Kind = AccountKeyKind.Repository, Value = $"github.com/compass-{Para}/node" },
                },
            },
            o), stop)).Account.AccountId;
        var lead = (await people.AsAsync(Role.Rep, o => people.Leads.OpenLeadAsync(new() { RequestId = Id("lead"), AccountId = AccountId, Title = "A core before the launch", Source = LeadSource.Inbound }, o), stop)).Lead.LeadId;
        await people.AsAsync(Role.Rep, o => people.Leads.ClaimLeadAsync(new() { RequestId = Id("claim"), LeadId = lead }, o), stop);
        await people.AsAsync(Role.Rep, o => people.Leads.AddChainAccountAsync(new() { RequestId = Id("chain account"), AccountId = AccountId, Address = Address, How = HowVerified.Unverified }, o), stop);
        var challenge = await people.AsAsync(Role.Rep, o => people.Leads.IssueChallengeAsync(new() { RequestId = Id("challenge"), AccountId = AccountId, Address = Address }, o), stop);
        await people.AsAsync(Role.Rep, o => people.Leads.AnswerChallengeAsync(new() { RequestId = Id("answer"), ChallengeId = challenge.ChallengeId, Signature = Sign(challenge.Text) }, o), stop);
        var today = TimeProvider.System.GetUtcNow();
        var form = new AssessmentForm
        {
            CorePeriods = AnnualCorePeriods, Regions = AnnualCorePeriods, StartsOn = $"{today:yyyy-MM-dd}", EndsOn = $"{today.AddDays(360):yyyy-MM-dd}", Supply = ProductLine.Bulk, Cores = 2, BlocksPerDay = 14_400,
            Workload = "A rollup for ship positions.", RuntimeStack = "polkadot-sdk", Verdict = Verdict.Fit,
        };
        await people.AsAsync(Role.SolutionEngineer, o => people.Assessments.WriteAssessmentAsync(new() { RequestId = Id("assessment"), AccountId = AccountId, LeadId = lead, Form = form }, o), stop);
    }
}
