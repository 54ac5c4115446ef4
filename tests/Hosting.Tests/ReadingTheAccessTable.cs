using CoretimeDesk.Rehearsal;
using CoretimeDesk.Rehearsal.V1;

namespace CoretimeDesk.Hosting.Tests;

public sealed class ReadingTheAccessTable
{
    private const string Service = "coretimedesk.rehearsal.v1.RehearsalService";

    [Fact]
    public void A_line_names_an_rpc_and_who_may_call_it()
    {
        var table = Parse($"""
            # comment

            {Service}/Order   rep	team_lead   # a tab between, a comment behind
            {Service}/Hello anyone
            {Service}/WhoAmI signed-in
            """);

        Assert.Equal([Role.Rep, Role.TeamLead], table.RolesOf($"{Service}/Order").Order());
        Assert.Equal(table.RuleOf($"{Service}/Order"), table.RuleOf($"/{Service}/Order"));
        Assert.True(table.RuleOf($"{Service}/Hello").Allows(null));
        Assert.False(table.RuleOf($"{Service}/WhoAmI").Allows(null));
        Assert.True(table.RuleOf($"{Service}/WhoAmI").Allows(new Actor(Guid.NewGuid(), "nobody")));
        Assert.Equal(RoleNames.All.Count, table.RolesOf($"{Service}/WhoAmI").Count);
        Assert.Equal(3, table.Methods.Count());
    }

    [Theory]
    [InlineData("{S}/Order", "line 2", "names nobody")]
    [InlineData("{S}/Order *", "line 2", "wildcards")]
    [InlineData("{S}/* rep", "line 2", "wildcards")]
    [InlineData("{S}/Order reps", "line 2", "\"reps\" is not a role. Roles are rep, team_lead,")]
    [InlineData("{S}/Order Rep", "line 2", "\"Rep\" is not a role")]
    [InlineData("{S}/Order rep rep", "line 2", "rep stands twice")]
    [InlineData("{S}/Order rep anyone", "line 2", "\"anyone\" stands alone")]
    [InlineData("{S}/Order signed-in rep", "line 2", "\"signed-in\" stands alone")]
    [InlineData("{S}/Oder rep", "line 2", "no proto file declares the RPC")]
    [InlineData("/{S}/Order rep", "line 2", "no proto file declares the RPC")]
    [InlineData("{S}.Order rep", "line 2", "no proto file declares the RPC")]
    [InlineData("{S}/Order rep\n\n{S}/Order team_lead", "line 4", "twice")]
    public void A_wrong_line_is_named(string text, string line, string why)
    {
        var failure = Assert.Throws<AccessTableException>(() => Parse("# first\n" + text.Replace("{S}", Service, StringComparison.Ordinal)));
        Assert.Contains(line + ":", failure.Message, StringComparison.Ordinal);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_with_an_rpc_that_the_table_does_not_name_does_not_start()
    {
        var desk = Rehearsals.Builder("--urls", "http://127.0.0.1:0");
        var lines = Rehearsals.Table.Split('\n').Where(l => !l.Contains("/Wait ", StringComparison.Ordinal) && !l.Contains("Health/Watch ", StringComparison.Ordinal));
        desk.Access = AccessTable.Parse(string.Join('\n', lines), Rehearsals.Known);

        var failure = Assert.Throws<AccessTableException>(desk.Build);

        Assert.Contains("grpc.health.v1.Health/Watch, coretimedesk.rehearsal.v1.RehearsalService/Wait", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_desks_own_table_names_every_rpc_of_the_desk()
    {
        var table = AccessTable.Load();
        var all = ServiceDescriptors.In(typeof(Google.Rpc.Status).Assembly).ToList();

        table.RequireAll(all);
        Assert.Equal(all.Sum(s => s.Methods.Count), table.Methods.Count());
        Assert.True(table.RuleOf("grpc.health.v1.Health/Check").Anyone);
    }

    [Fact]
    public void Open_to_anyone_are_signing_in_what_is_public_and_what_a_link_opens()
    {
        var table = AccessTable.Load();
        var open = table.Methods.Where(m => table.RuleOf(m).Anyone && !m.StartsWith("grpc.", StringComparison.Ordinal)).ToList();
        string[] known =
        [
            "coretimedesk.identity.v1.IdentityService/SignIn",
            "coretimedesk.identity.v1.IdentityService/Refresh",
            "coretimedesk.identity.v1.IdentityService/ExchangeApiKey",
            "coretimedesk.identity.v1.SecurityService/CompleteSignIn",
            "coretimedesk.identity.v1.SecurityService/BeginPasskeySignIn",
            "coretimedesk.identity.v1.SecurityService/CompletePasskeySignIn",

            // Public keys, and what a chain says to everybody.
            "coretimedesk.journal.v1.JournalService/ListSealKeys",
            "coretimedesk.chainwatcher.v1.ChainWatcherService/GetMarket",
            "coretimedesk.chainwatcher.v1.ChainWatcherService/WatchMarket",
            "coretimedesk.chainwatcher.v1.ChainWatcherService/GetPrice",
            "coretimedesk.chainwatcher.v1.ChainWatcherService/EncodeCall",

            // The secret in a customer's link stands for a token.
            "coretimedesk.quoting.v1.DocumentsService/OpenQuote",
            "coretimedesk.quoting.v1.DocumentsService/RenderQuote",
            "coretimedesk.quoting.v1.DocumentsService/ExportQuote",
            "coretimedesk.quoting.v1.CustomerService/GetProgress",
            "coretimedesk.quoting.v1.CustomerService/SignQuote",
            "coretimedesk.quoting.v1.CustomerService/TypeName",
        ];
        Assert.Equal(known.Order(StringComparer.Ordinal), open.Select(m => m.TrimStart('/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_descriptor_is_found_by_its_implementation() =>
        Assert.Same(RehearsalService.Descriptor, ServiceDescriptors.Of(typeof(RehearsalGrpcService)));

    private static AccessTable Parse(string text) => AccessTable.Parse(text, Rehearsals.Known);
}
