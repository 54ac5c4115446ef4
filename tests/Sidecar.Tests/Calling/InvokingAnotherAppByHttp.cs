using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Calling;

public sealed class InvokingAnotherAppByHttp
{
    [Theory]
    [InlineData("GET", AppProtocol.Http)]
    [InlineData("POST", AppProtocol.H2c)]
    [InlineData("DELETE", AppProtocol.Http)]
    public async Task Carries_verb_path_query_headers_and_body_and_brings_the_answer_back(string verb, AppProtocol protocol)
    {
        await using var callee = await TestApp.StartAsync(null, protocol);
        callee.AnswerOthers = _ => Task.FromResult(new Reply(418, """{"tea":true}""", "application/tea+json") { Headers = [("X-Answer", "yes")] });
        await using var bed = await Bed.StartAsync(o => o with { AppToken = "app-token" }, Bed.Publisher("caller"), Bed.App(callee, "callee"));
        var answer = await bed.SendAsync(new(verb), "/v1.0/invoke/callee/method/orders/5?x=1&y=2", verb == "POST" ? "body"u8.ToArray() : null, verb == "POST" ? "text/plain" : null, "caller", ("X-Question", "why"));

        Assert.Equal((418, """{"tea":true}"""), (answer.Status, answer.Body));
        Assert.Equal(("application/tea+json", "yes"), (answer.Headers["content-type"], answer.Headers["x-answer"]));
        var asked = Assert.Single(callee.Others);
        Assert.Equal((verb, "/orders/5?x=1&y=2", verb == "POST" ? "body" : ""), (asked.Method, asked.Path, asked.Text));
        Assert.Equal(("why", "caller", "app-token"), (asked.Header("x-question"), asked.Header("dapr-caller-app-id"), asked.Header("dapr-api-token")));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("gone")]
    public async Task Answers_500_when_the_target_cannot_be_reached(string target)
    {
        await using var gone = TestApp.NotYet("[]");
        await using var bed = await Bed.StartAsync(Bed.Publisher("caller"), Bed.App(gone, "gone"));

        var answer = await bed.GetAsync($"/v1.0/invoke/{target}/method/x", "caller");

        Assert.Equal((500, "ERR_DIRECT_INVOKE"), (answer.Status, answer.ErrorCode));
    }
}
