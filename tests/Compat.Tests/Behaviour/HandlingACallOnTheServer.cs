using System.Text;
using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.Behaviour;

public sealed class HandlingACallOnTheServer
{
    [Fact]
    public async Task The_context_shows_what_the_server_knows()
    {
        var context = new FakeServerContext();
        var options = new WriteOptions(WriteFlags.NoCompress);
        context.Status = new Status(StatusCode.Aborted, "x");
        context.WriteOptions = options;
        await context.WriteResponseHeadersAsync(Metadata.Empty);

        Assert.Equal(("/tests.Texts/One", "host", "ipv4:127.0.0.1:1", DateTime.MaxValue), (context.Method, context.Host, context.Peer, context.Deadline));
        Assert.True(context.CancellationToken.IsCancellationRequested);
        Assert.Equal(StatusCode.Aborted, context.Status.StatusCode);
        Assert.Same(options, context.WriteOptions);
        Assert.Same(Metadata.Empty, context.SentHeaders);
        Assert.NotSame(context.RequestHeaders, context.ResponseTrailers);
        Assert.False(context.AuthContext.IsPeerAuthenticated);
        Assert.Contains("asked with False", Assert.Throws<NotSupportedException>(() => context.CreatePropagationToken(new ContextPropagationOptions(propagateDeadline: false))).Message);
    }

    [Fact]
    public void User_state_is_one_dictionary_for_the_whole_call()
    {
        var context = new FakeServerContext();
        context.UserState["key"] = 1;

        Assert.Equal(1, context.UserState["key"]);
        Assert.Empty(new FakeServerContext().UserState);
    }

    [Fact]
    public void Everything_is_passed_on_unless_told_otherwise()
    {
        Assert.True(ContextPropagationOptions.Default is { IsPropagateDeadline: true, IsPropagateCancellation: true });
        Assert.False(new ContextPropagationOptions(propagateCancellation: false).IsPropagateCancellation);
    }

    [Fact]
    public void A_peer_is_who_its_identity_property_says()
    {
        var name = AuthProperty.Create("name", Encoding.UTF8.GetBytes("Ada Ünal"));
        var serial = AuthProperty.Create("serial", [1, 2]);
        var context = new AuthContext("name", new() { ["name"] = [name], ["serial"] = [serial] });

        Assert.True(context.IsPeerAuthenticated);
        Assert.Equal("name", context.PeerIdentityPropertyName);
        Assert.Equal([name], context.PeerIdentity);
        Assert.Equal([serial], context.FindPropertiesByName("serial"));
        Assert.Empty(context.FindPropertiesByName("missing"));
        Assert.Equal(2, context.Properties.Count());
        Assert.Equal("Ada Ünal", name.Value);
    }

    [Fact]
    public void A_peer_without_an_identity_property_is_nobody()
    {
        var context = new AuthContext(null, new() { ["name"] = [AuthProperty.Create("name", [65])] });

        Assert.False(context.IsPeerAuthenticated);
        Assert.Empty(context.PeerIdentity);
    }

    [Fact]
    public void A_property_keeps_its_own_copy_of_the_value()
    {
        byte[] value = [65, 66];
        var property = AuthProperty.Create("name", value);
        value[0] = 90;
        property.ValueBytes[1] = 90;

        Assert.Equal("AB", property.Value);
        Assert.Equal("name", property.Name);
    }
}
