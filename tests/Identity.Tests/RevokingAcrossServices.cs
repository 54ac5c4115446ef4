using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.Sidecar;
using CoretimeDesk.Testing;
using Grpc.Core;

namespace CoretimeDesk.Identity.Tests;

/// <summary>Two replicas of Leads as processes; each event reaches only one of them.</summary>
public sealed class RevokingAcrossServices(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private readonly IdentityWorld _world = new(postgres);
    private readonly List<ServiceProcess> _leads = [];

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeWithoutPeopleAsync();
        for (var i = 0; i < 2; i++)
        {
            _leads.Add(await ServiceProcess.StartAsync("leads", "CoretimeDesk.Leads.dll", _world.Provisioned));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var leads in _leads)
        {
            await leads.DisposeAsync();
        }

        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Over_a_bus_that_knows_one_replica_only()
    {
        _world.Bus.Subscribe(_leads[0].Address);
        await _world.StartAsync();

        await RevokeAsync();
    }

    [Fact]
    public async Task Over_the_sidecar_that_delays_and_doubles_deliveries()
    {
        var folder = Directory.CreateTempSubdirectory("desk-identity-sidecar-");
        var port = FreePort.Next();
        await using (var sidecar = await SidecarHost.StartAsync(new()
        {
            Apps =
            [
                new("identity", [port], AppProtocol.H2c, 0, 0),
                new("leads", [.. _leads.Select(l => l.Port)], AppProtocol.H2c, 0, 0),
            ],
            PubSub = "desk-pubsub",
            DataDirectory = folder.FullName,
            DuplicateShare = 0.5,
            DelayMax = TimeSpan.FromMilliseconds(200),
        }))
        {
            await _world.StartAsync($"--urls=http://127.0.0.1:{port}", $"--DAPR_HTTP_ENDPOINT=http://127.0.0.1:{sidecar.PortsOf("identity").Http}");

            await RevokeAsync();
            Assert.Empty(_world.Bus.Published);
        }

        folder.Delete(recursive: true);
    }

    private async Task RevokeAsync()
    {
        var (rita, otto, lena) = (await _world.PersonAsync(Role.Rep), await _world.PersonAsync(Role.Rep), await _world.PersonAsync(Role.Rep));
        var key = await _world.Client.CreateApiKeyAsync(new() { RequestId = IdentityWorld.Id(), Name = "script", Roles = { V1.Role.Rep } }, otto.Headers);
        var byKey = User.Bearer((await _world.Client.ExchangeApiKeyAsync(new() { ApiKey = key.Secret })).AccessToken);
        foreach (var leads in _leads)
        {
            foreach (var headers in new[] { rita.Headers, otto.Headers, lena.Headers, byKey })
            {
                Assert.Equal("allowed", await AskAsync(leads, headers));
            }
        }

        await _world.Client.SignOutAsync(new() { RequestId = IdentityWorld.Id() }, rita.Headers);
        await _world.Client.SetRolesAsync(new() { RequestId = IdentityWorld.Id(), PersonId = lena.PersonId, Roles = { V1.Role.Administrator } }, _world.Admin.Headers);
        await _world.Client.RevokeApiKeyAsync(new() { RequestId = IdentityWorld.Id(), ApiKeyId = key.ApiKey.ApiKeyId }, otto.Headers);

        foreach (var leads in _leads)
        {
            foreach (var headers in new[] { rita.Headers, lena.Headers, byKey })
            {
                await IdentityWorld.UntilAsync(async () => await AskAsync(leads, headers) == "TOKEN_REVOKED", Soon, $"a revoked token is refused at {leads.Address}");
            }

            Assert.Equal("allowed", await AskAsync(leads, otto.Headers));
        }

        // New tokens of the same people are good, with what they may do now.
        await rita.SignInAsync();
        await lena.RefreshAsync();
        Assert.Equal("allowed", await AskAsync(_leads[1], rita.Headers));
        Assert.Equal("ROLE_MISSING", await AskAsync(_leads[1], lena.Headers));

        // A process that was killed knows it from its first answer on.
        await _leads[1].KillAsync();
        await _leads[1].StartAsync();
        Assert.Equal("TOKEN_REVOKED", await AskAsync(_leads[1], byKey));
    }

    private static async Task<string> AskAsync(ServiceProcess leads, Metadata headers)
    {
        try
        {
            await new LeadsService.LeadsServiceClient(leads.Channel).ListLeadsAsync(new(), headers);
            return "allowed";
        }
        catch (RpcException e)
        {
            return Refusals.ReasonOf(e) ?? e.Status.ToString();
        }
    }
}
