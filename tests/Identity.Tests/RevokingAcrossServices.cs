using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Grpc.Core;

namespace CoretimeDesk.Identity.Tests;

/// <summary>Two replicas of Leads as processes. The bus gives each event to the first one only.</summary>
public sealed class RevokingAcrossServices(IdentityWorld world) : IClassFixture<IdentityWorld>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task What_Identity_takes_back_every_replica_of_another_service_refuses_within_seconds()
    {
        await using var first = await ServiceProcess.StartAsync("leads", "CoretimeDesk.Leads.dll", world.Provisioned);
        world.Bus.Subscribe(first.Address);
        await using var second = await ServiceProcess.StartAsync("leads", "CoretimeDesk.Leads.dll", world.Provisioned);

        var (rita, otto, lena) = (await world.PersonAsync(Role.Rep), await world.PersonAsync(Role.Rep), await world.PersonAsync(Role.Rep));
        var key = await world.Client.CreateApiKeyAsync(new() { RequestId = IdentityWorld.Id(), Name = "script", Roles = { V1.Role.Rep } }, otto.Headers);
        var byKey = User.Bearer((await world.Client.ExchangeApiKeyAsync(new() { ApiKey = key.Secret })).AccessToken);
        foreach (var service in new[] { first, second })
        {
            foreach (var headers in new[] { rita.Headers, otto.Headers, lena.Headers, byKey })
            {
                Assert.Equal("allowed", await AskAsync(service, headers));
            }
        }

        await world.Client.SignOutAsync(new() { RequestId = IdentityWorld.Id() }, rita.Headers);
        await world.Client.SetRolesAsync(new() { RequestId = IdentityWorld.Id(), PersonId = lena.PersonId, Roles = { V1.Role.Administrator } }, world.Admin.Headers);
        await world.Client.RevokeApiKeyAsync(new() { RequestId = IdentityWorld.Id(), ApiKeyId = key.ApiKey.ApiKeyId }, otto.Headers);

        foreach (var service in new[] { first, second })
        {
            foreach (var headers in new[] { rita.Headers, lena.Headers, byKey })
            {
                await IdentityWorld.UntilAsync(async () => await AskAsync(service, headers) == "TOKEN_REVOKED", Soon, $"a revoked token is refused at {service.Address}");
            }

            Assert.Equal("allowed", await AskAsync(service, otto.Headers));
        }

        // New tokens of the same people are good, with what they may do now.
        await rita.SignInAsync();
        await lena.RefreshAsync();
        Assert.Equal("allowed", await AskAsync(second, rita.Headers));
        Assert.Equal("ROLE_MISSING", await AskAsync(second, lena.Headers));

        // A process that was away when it happened knows it from its first answer on.
        await second.KillAsync();
        await second.StartAsync();
        Assert.Equal("TOKEN_REVOKED", await AskAsync(second, byKey));
    }

    private static async Task<string> AskAsync(ServiceProcess service, Metadata headers)
    {
        try
        {
            await new LeadsService.LeadsServiceClient(service.Channel).ListLeadsAsync(new(), headers);
            return "allowed";
        }
        catch (RpcException e)
        {
            return Refusals.ReasonOf(e) ?? e.Status.ToString();
        }
    }
}
