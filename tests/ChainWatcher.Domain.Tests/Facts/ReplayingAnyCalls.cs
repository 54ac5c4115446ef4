using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.ChainWatcher.Calls;
using CoretimeDesk.ChainWatcher.Tests.Support;
using CoretimeDesk.Substrate;
using static CoretimeDesk.ChainWatcher.Tests.Support.MadeBlock;

namespace CoretimeDesk.ChainWatcher.Tests.Facts;

/// <summary>
/// Random nests of batches, proxies, multisigs and the like, run by a model of what a chain does with them. Each purchase has a limit of its own and is sold at just that
/// price, so a sale that is laid at another call's door shows.
/// </summary>
public sealed class ReplayingAnyCalls
{
    private const int Runs = 800;

    [Fact]
    public void Finds_the_call_behind_every_sale_and_every_failure()
    {
        var (sales, failures) = (0, 0);
        for (var seed = 1; seed <= Runs; seed++)
        {
            var world = new World(seed);
            var (call, isOk, events) = world.Extrinsic();
            var made = new MadeBlock(Altered.Coretime());
            _ = isOk ? made.Signed(Profiles.Alice, call, [.. events]) : made.Failed(Profiles.Alice, call, World.Overpriced);
            var facts = made.Facts().Facts;

            var told = facts.OfType<ChainFact.Purchased>().Select(f => $"{f.Price.Planck} {f.Origin.RanAs?.Account} {f.Origin.RanAs?.Path}").ToList();
            var meant = isOk ? world.Sales : [];
            Assert.True(meant.SequenceEqual(told), $"seed {seed}:\n{string.Join('\n', meant)}\n is told as\n{string.Join('\n', told)}\n of {call.ToJsonString()}");
            Assert.All(facts.OfType<ChainFact.Purchased>(), f => Assert.Equal(f.Price, f.PriceLimit));

            var broken = facts.OfType<ChainFact.CallFailed>().Where(f => f.Scope != FailureScope.Extrinsic).Select(f => $"{f.Scope} {f.Origin.RanAs?.Path}").ToList();
            Assert.True((isOk ? world.Failures : []).SequenceEqual(broken), $"seed {seed}: {string.Join(", ", world.Failures)} is told as {string.Join(", ", broken)} of {call.ToJsonString()}");
            (sales, failures) = (sales + told.Count, failures + broken.Count);
        }

        Assert.True(sales > Runs / 2 && failures > Runs / 4, $"{sales} sales and {failures} failures are too few to tell");
    }

    [Fact]
    public void Tells_nothing_where_the_events_fit_no_way_of_running_the_calls()
    {
        // A batch of two that reports three items: a batch of another kind than this version knows.
        var call = Call("Utility", "batch_all", ("calls", new JsonArray(World.Buy(1), World.Buy(2))));
        var made = new MadeBlock(Altered.Coretime()).Signed(
            Profiles.Alice, call, Purchased(Profiles.Alice, 1), Event("Utility", "ItemCompleted"), Event("Utility", "ItemCompleted"), Event("Utility", "ItemCompleted"), Event("Utility", "BatchCompleted"));
        var sale = Assert.IsType<ChainFact.Purchased>(Assert.Single(made.Facts().Facts));
        Assert.Equal((null, null), (sale.Origin.RanAs, sale.PriceLimit));
        Assert.Equal(Profiles.Alice, sale.Origin.Extrinsic!.Signer);
    }

    [Fact]
    public void Tells_nothing_of_a_batch_that_was_interrupted_elsewhere_than_its_events_say()
    {
        var call = Call("Utility", "batch", ("calls", new JsonArray(World.Buy(1), World.Buy(2), World.Buy(3))));
        JsonObject[] Until(int index) => [Purchased(Profiles.Alice, 1), Event("Utility", "ItemCompleted"), Event("Utility", "BatchInterrupted", ("index", index), ("error", World.Overpriced))];
        Assert.Null(Assert.Single(new MadeBlock(Altered.Coretime()).Signed(Profiles.Alice, call, Until(2)).Facts().Facts).Origin.RanAs);
        Assert.Equal("batch[0]", Assert.Single(new MadeBlock(Altered.Coretime()).Signed(Profiles.Alice, call, Until(1)).Facts().Facts).Origin.RanAs!.Path);
    }

    [Fact]
    public void Tells_nothing_of_a_multisig_that_another_account_reports()
    {
        var call = Call("Multisig", "as_multi_threshold_1", ("other_signatories", new JsonArray($"{Profiles.Bob}")), ("call", World.Buy(1)));
        var report = World.Multisig("MultisigExecuted", Profiles.Alice, Profiles.Charlie, MadeBlock.Ok);
        var made = new MadeBlock(Altered.Coretime()).Signed(Profiles.Alice, call, Purchased(Profiles.Charlie, 1), report);
        Assert.Null(Assert.Single(made.Facts().Facts).Origin.RanAs);
    }

    [Fact]
    public void Gives_up_on_nests_that_are_made_to_be_costly()
    {
        // if_else(proxy(if_else(proxy(…)), buy), buy), sixty deep: bytes, since no JSON is allowed to be so deep.
        var runtime = Altered.Coretime().Runtime;
        byte[] Encode(JsonObject json) => runtime.Extrinsics.EncodeCall(JsonSerializer.SerializeToElement(json));
        var (call, buy) = (Encode(World.Buy(1)), Encode(World.Buy(2)));
        var proxy = Encode(Call("Proxy", "proxy", ("real", World.Id(Profiles.Bob)), ("force_proxy_type", null), ("call", World.Buy(2))))[..^buy.Length];
        var choice = Encode(Call("Utility", "if_else", ("main", World.Buy(2)), ("fallback", World.Buy(2))))[..^(2 * buy.Length)];
        for (var depth = 0; depth < 60; depth++)
        {
            call = [.. choice, .. proxy, .. call, .. buy];
        }

        var reports = Enumerable.Range(0, 120).Select(i => i % 2 == 0
            ? Event("Proxy", "ProxyExecuted", ("result", i % 4 == 0 ? MadeBlock.Ok : Err(World.Overpriced))) : Event("Utility", "IfElseMainSuccess")).ToArray();
        var facts = new MadeBlock(Altered.Coretime()).Signed(Profiles.Alice, call, [Purchased(Profiles.Bob, 1), .. reports]).Facts().Facts;
        Assert.Null(facts.OfType<ChainFact.Purchased>().Single().Origin.RanAs);
    }

    /// <summary>What a chain does with calls: a call that fails leaves no events, whoever ran it reports.</summary>
    private sealed class World(int seed)
    {
        private readonly Random _random = new(seed);
        private int _last;

        public static JsonObject Overpriced => Error(50, 9);

        public List<string> Sales { get; private set; } = [];

        public List<string> Failures { get; private set; } = [];

        public static JsonObject Buy(int id) => Call("Broker", "purchase", ("price_limit", $"{id}"));

        public static JsonObject Id(AccountId32 account) => new() { ["Id"] = $"{account}" };

        public static JsonObject Multisig(string name, AccountId32 by, AccountId32 account, JsonObject result) => Event(
            "Multisig", name, ("approving", $"{by}"), ("timepoint", new JsonObject { ["height"] = 1, ["index"] = 2 }), ("multisig", $"{account}"), ("call_hash", $"{default(H256)}"), ("result", result));

        /// <summary>A tagged extrinsic of Alice.</summary>
        public (JsonObject Call, bool IsOk, List<JsonObject> Events) Extrinsic()
        {
            var tag = Call("System", "remark", ("remark", "0x6465736b3a00"));
            var (call, isOk, events) = Run(CallOrigin.Of(Profiles.Alice), "batch[1]", _random.Next(1, 5));
            var whole = Call("Utility", "batch", ("calls", new JsonArray(tag, call.DeepClone())));
            if (!isOk)
            {
                Failures.Add("BatchInterrupted batch[1]");
            }

            return (whole, true, [Event("Utility", "ItemCompleted"), .. events, .. isOk
                ? [Event("Utility", "ItemCompleted"), Event("Utility", "BatchCompleted")]
                : new[] { Event("Utility", "BatchInterrupted", ("index", 1), ("error", Overpriced)) }]);
        }

        private (JsonObject Call, bool IsOk, List<JsonObject> Events) Run(CallOrigin origin, string path, int depth) => depth == 0 ? Leaf(origin, path) : _random.Next(13) switch
        {
            0 => Batch(origin, path, depth, "batch"),
            1 => Batch(origin, path, depth, "batch_all"),
            2 => Batch(origin, path, depth, "force_batch"),
            3 or 4 => Reporting(origin, path, depth, origin.Kind == OriginKind.Account, "proxy", FailureScope.Proxy, CallOrigin.Of(Account()),
                (to, inner) => Call("Proxy", "proxy", ("real", Id(to.Account!.Value)), ("force_proxy_type", null), ("call", inner)), (_, result) => Event("Proxy", "ProxyExecuted", ("result", result))),
            5 => Reporting(origin, path, depth, true, "sudo", FailureScope.Sudo, CallOrigin.Root,
                (_, inner) => Call("Sudo", "sudo", ("call", inner)), (_, result) => Event("Sudo", "Sudid", ("sudo_result", result))),
            6 => Reporting(origin, path, depth, true, "sudo_as", FailureScope.Sudo, CallOrigin.Of(Account()),
                (to, inner) => Call("Sudo", "sudo_as", ("who", Id(to.Account!.Value)), ("call", inner)), (_, result) => Event("Sudo", "SudoAsDone", ("sudo_result", result))),
            7 => Reporting(origin, path, depth, true, "dispatch_as", FailureScope.DispatchedAs, CallOrigin.Of(Account()),
                (to, inner) => Call("Utility", "dispatch_as", ("as_origin", Signed(to)), ("call", inner)), (_, result) => Event("Utility", "DispatchedAs", ("result", result))),
            8 => Passing(CallOrigin.Of(Account()), path, depth, "dispatch_as_fallible",
                (to, inner) => Call("Utility", "dispatch_as_fallible", ("as_origin", Signed(to)), ("call", inner)), _ => Event("Utility", "DispatchedAs", ("result", MadeBlock.Ok))),
            9 => Passing(origin, path, depth, "with_weight",
                (_, inner) => Call("Utility", "with_weight", ("call", inner), ("weight", new JsonObject { ["ref_time"] = "1", ["proof_size"] = "1" })), null),
            10 when origin.Account is { } me => Approved(me, path, depth),
            11 when origin.Account is { } me => Passing(CallOrigin.Of(DerivedAccounts.Multisig([me, Profiles.Dave], 1)), path, depth, "multisig",
                (_, inner) => Call("Multisig", "as_multi_threshold_1", ("other_signatories", new JsonArray($"{Profiles.Dave}")), ("call", inner)),
                _random.Next(2) == 0 ? to => Multisig("MultisigExecuted", me, to.Account!.Value, MadeBlock.Ok) : null),
            12 => IfElse(origin, path, depth),
            _ when origin.Account is { } me => Passing(CallOrigin.Of(DerivedAccounts.Derivative(me, 5)), path, depth, "as_derivative",
                (_, inner) => Call("Utility", "as_derivative", ("index", 5), ("call", inner)), null),
            _ => Leaf(origin, path),
        };

        private (JsonObject Call, bool IsOk, List<JsonObject> Events) Leaf(CallOrigin origin, string path)
        {
            var id = ++_last;
            if (origin.Account is not { } buyer || _random.Next(3) == 0)
            {
                return (Buy(id), false, []);
            }

            Sales.Add($"{id} {buyer} {path}");
            return (Buy(id), true, _random.Next(4) == 0 ? [Event("Broker", "HistoryInitialized", ("when", 1), ("private_pool_size", 1), ("system_pool_size", 1)), Purchased(buyer, (UInt128)id)] : [Purchased(buyer, (UInt128)id)]);
        }

        private (JsonObject Call, bool IsOk, List<JsonObject> Events) Batch(CallOrigin origin, string path, int depth, string kind)
        {
            var (calls, events, isStopped, isAnyFailed) = (new JsonArray(), new List<JsonObject>(), false, false);
            var (sales, failures) = (Sales.ToList(), Failures.ToList());
            var count = _random.Next(0, 4);
            for (var i = 0; i < count; i++)
            {
                var before = (Sales.ToList(), Failures.ToList());
                var (call, isOk, its) = Run(origin, $"{path}/{kind}[{i}]", depth - 1);
                calls.Add(call.DeepClone());
                if (isStopped)
                {
                    (Sales, Failures) = before;
                }
                else if (isOk)
                {
                    events.AddRange([.. its, Event("Utility", "ItemCompleted")]);
                }
                else
                {
                    isAnyFailed = true;
                    isStopped = kind != "force_batch";
                    if (kind != "batch_all")
                    {
                        events.Add(kind == "batch" ? Event("Utility", "BatchInterrupted", ("index", i), ("error", Overpriced)) : Event("Utility", "ItemFailed", ("error", Overpriced)));
                        Failures.Add($"{(kind == "batch" ? FailureScope.BatchInterrupted : FailureScope.BatchItem)} {path}/{kind}[{i}]");
                    }
                }
            }

            var whole = Call("Utility", kind, ("calls", calls));
            if (kind == "batch_all" && isStopped)
            {
                (Sales, Failures) = (sales, failures);
                return (whole, false, []);
            }

            return (whole, true, isStopped ? events : [.. events, Event("Utility", isAnyFailed ? "BatchCompletedWithErrors" : "BatchCompleted")]);
        }

        private (JsonObject Call, bool IsOk, List<JsonObject> Events) Reporting(
            CallOrigin origin, string path, int depth, bool isAllowed, string step, FailureScope scope, CallOrigin to, Func<CallOrigin, JsonObject, JsonObject> call, Func<CallOrigin, JsonObject, JsonObject> report)
        {
            var before = (Sales.ToList(), Failures.ToList());
            var (inner, isOk, events) = Run(to, $"{path}/{step}", depth - 1);
            if (!isAllowed)
            {
                (Sales, Failures) = before;
                return (call(to, inner), false, []);
            }

            if (!isOk)
            {
                Failures.Add($"{scope} {path}/{step}");
            }

            return (call(to, inner), true, [.. events, report(to, isOk ? MadeBlock.Ok : Err(Overpriced))]);
        }

        private (JsonObject Call, bool IsOk, List<JsonObject> Events) Passing(
            CallOrigin to, string path, int depth, string step, Func<CallOrigin, JsonObject, JsonObject> call, Func<CallOrigin, JsonObject>? report)
        {
            var (inner, isOk, events) = Run(to, $"{path}/{step}", depth - 1);
            return (call(to, inner), isOk, isOk && report is not null ? [.. events, report(to)] : events);
        }

        private (JsonObject Call, bool IsOk, List<JsonObject> Events) Approved(AccountId32 me, string path, int depth)
        {
            var account = DerivedAccounts.Multisig([me, Profiles.Dave], 2);
            JsonObject AsMulti(JsonObject inner) => Call(
                "Multisig", "as_multi", ("threshold", 2), ("other_signatories", new JsonArray($"{Profiles.Dave}")), ("maybe_timepoint", null), ("call", inner),
                ("max_weight", new JsonObject { ["ref_time"] = "1", ["proof_size"] = "1" }));
            var before = (Sales.ToList(), Failures.ToList());
            var (inner, isOk, events) = Run(CallOrigin.Of(account), $"{path}/multisig", depth - 1);
            if (_random.Next(3) == 0)
            {
                (Sales, Failures) = before;
                return (AsMulti(inner), true, [Event("Multisig", "NewMultisig", ("approving", $"{me}"), ("multisig", $"{account}"), ("call_hash", $"{default(H256)}"))]);
            }

            if (!isOk)
            {
                Failures.Add($"{FailureScope.Multisig} {path}/multisig");
            }

            return (AsMulti(inner), true, [.. events, Multisig("MultisigExecuted", me, account, isOk ? MadeBlock.Ok : Err(Overpriced))]);
        }

        private (JsonObject Call, bool IsOk, List<JsonObject> Events) IfElse(CallOrigin origin, string path, int depth)
        {
            var (main, isOk, events) = Run(origin, $"{path}/if_else.main", depth - 1);
            var before = (Sales.ToList(), Failures.ToList());
            var (fallback, isOther, others) = Run(origin, $"{path}/if_else.fallback", depth - 1);
            var call = Call("Utility", "if_else", ("main", main), ("fallback", fallback));
            if (isOk)
            {
                (Sales, Failures) = before;
                return (call, true, [.. events, Event("Utility", "IfElseMainSuccess")]);
            }

            if (isOther)
            {
                Failures.Add($"{FailureScope.IfElseMain} {path}/if_else.main");
            }

            return (call, isOther, isOther ? [.. others, Event("Utility", "IfElseFallbackCalled", ("main_error", Overpriced))] : []);
        }

        private AccountId32 Account() => _random.Next(3) switch { 0 => Profiles.Bob, 1 => Profiles.Charlie, _ => Profiles.Desk };

        private static JsonObject Signed(CallOrigin origin) => new() { ["system"] = new JsonObject { ["Signed"] = $"{origin.Account}" } };
    }
}
