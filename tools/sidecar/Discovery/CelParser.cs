using System.Text.Json;

namespace CoretimeDesk.Sidecar.Discovery;

/// <summary>Recursive descent over <see cref="CelLexer"/>: or, and, comparison, not, member access, literals.</summary>
internal sealed class CelParser(string source)
{
    private readonly CelLexer _lexer = new(source);

    /// <exception cref="CelException">Not CEL, or outside the supported part.</exception>
    public CelNode Parse()
    {
        var node = Or();
        return _lexer.Kind == CelToken.End ? node : throw new CelException($"nothing more is supported {_lexer.Place}");
    }

    private CelNode Or()
    {
        var left = And();
        while (_lexer.TakeSign("||"))
        {
            var (a, b) = (left, And());
            left = e => new(Either(a, b, e, decisive: true));
        }

        return left;
    }

    private CelNode And()
    {
        var left = Comparison();
        while (_lexer.TakeSign("&&"))
        {
            var (a, b) = (left, Comparison());
            left = e => new(Either(a, b, e, decisive: false));
        }

        return left;
    }

    // CEL's logic is symmetric: a decisive side wins even when the other one fails.
    private static bool Either(CelNode left, CelNode right, JsonElement e, bool decisive)
    {
        try
        {
            if (left(e).AsBoolean() == decisive)
            {
                return decisive;
            }
        }
        catch (CelException)
        {
            return right(e).AsBoolean() == decisive ? decisive : throw new CelException("one side of && or || cannot be evaluated and the other does not decide");
        }

        return right(e).AsBoolean();
    }

    private CelNode Comparison()
    {
        var left = Unary();
        if (_lexer.Kind == CelToken.Name && _lexer.Value == "in")
        {
            _lexer.Advance();
            var list = Unary();
            return e =>
            {
                var value = left(e);
                return new(list(e).AsList().Any(value.IsEqualTo));
            };
        }

        foreach (var sign in (string[])["==", "!=", "<=", ">=", "<", ">"])
        {
            if (_lexer.TakeSign(sign))
            {
                var right = Unary();
                return sign switch
                {
                    "==" => e => new(left(e).IsEqualTo(right(e))),
                    "!=" => e => new(!left(e).IsEqualTo(right(e))),
                    "<=" => e => new(left(e).CompareTo(right(e)) <= 0),
                    ">=" => e => new(left(e).CompareTo(right(e)) >= 0),
                    "<" => e => new(left(e).CompareTo(right(e)) < 0),
                    _ => e => new(left(e).CompareTo(right(e)) > 0),
                };
            }
        }

        return left;
    }

    private CelNode Unary()
    {
        if (_lexer.TakeSign("!"))
        {
            var inner = Unary();
            return e => new(!inner(e).AsBoolean());
        }

        if (_lexer.TakeSign("-"))
        {
            var number = _lexer.Kind == CelToken.Number ? -_lexer.Number : throw new CelException($"'-' is supported before a number only, {_lexer.Place}");
            _lexer.Advance();
            return _ => new(number);
        }

        return Primary();
    }

    private CelNode Primary()
    {
        CelNode node;
        switch (_lexer.Kind)
        {
            case CelToken.Text:
                var text = _lexer.Value;
                node = _ => new(text);
                break;
            case CelToken.Number:
                var number = _lexer.Number;
                node = _ => new(number);
                break;
            case CelToken.Name:
                return Named();
            default:
                return _lexer.TakeSign("(") ? Calls(Closed(Or(), ")")) : _lexer.TakeSign("[") ? List() : throw new CelException($"a value is expected {_lexer.Place}");
        }

        _lexer.Advance();
        return Calls(node);
    }

    private CelNode Closed(CelNode node, string sign)
    {
        _lexer.Expect(sign);
        return node;
    }

    private CelNode List()
    {
        var items = new List<CelNode>();
        while (!_lexer.TakeSign("]"))
        {
            if (items.Count > 0)
            {
                _lexer.Expect(",");
            }

            items.Add(Or());
        }

        return e => new(items.Select(item => item(e)).ToArray());
    }

    private CelNode Named()
    {
        var name = _lexer.Value;
        _lexer.Advance();
        switch (name)
        {
            case "true" or "false":
                var truth = name == "true";
                return _ => new(truth);
            case "null":
                return _ => new(null);
            case "event":
                var (member, _, call) = Members();
                return Calls(member, call);
            case "has":
                return Has();
            case "size":
                _lexer.Expect("(");
                var sized = Closed(Or(), ")");
                return e => new(sized(e).Value switch
                {
                    string s => (double)s.EnumerateRunes().Count(),
                    CelValue[] list => list.Length,
                    JsonElement map => map.EnumerateObject().Count(),
                    _ => throw new CelException("size() needs a text, a list or an object"),
                });
            default:
                throw new CelException($"'{name}' is not supported (event, has, size, in, startsWith, endsWith, contains, true, false, null are)");
        }
    }

    private CelNode Has()
    {
        _lexer.Expect("(");
        if (_lexer.Kind != CelToken.Name || _lexer.Value != "event")
        {
            throw new CelException($"has() needs a member of event, {_lexer.Place}");
        }

        _lexer.Advance();
        var (_, path, called) = Members();
        _lexer.Expect(")");
        if (path.Count < 2 || called is not null)
        {
            throw new CelException("has() needs a member of event");
        }

        return e =>
        {
            // Only the last step may be missing; a gap before it is an error, as in CEL.
            var holder = Walk(e, path, path.Count - 1);
            return new(holder.ValueKind == JsonValueKind.Object ? holder.TryGetProperty(path[^1], out _) : throw new CelException($"{string.Join('.', path)} has no such holder"));
        };
    }

    // event.a.b and event["a"]["b"], up to a call, whose name has been read then.
    private (CelNode Node, List<string> Path, string? Call) Members()
    {
        var path = new List<string> { "event" };
        string? call = null;
        while (call is null && (_lexer.IsSign(".") || _lexer.IsSign("[")))
        {
            var dotted = _lexer.TakeSign(".");
            if (!dotted)
            {
                _lexer.Expect("[");
            }

            if (_lexer.Kind != (dotted ? CelToken.Name : CelToken.Text))
            {
                throw new CelException($"a member name is expected {_lexer.Place}");
            }

            var name = _lexer.Value;
            _lexer.Advance();
            if (!dotted)
            {
                _lexer.Expect("]");
            }

            if (dotted && _lexer.IsSign("("))
            {
                call = name;
            }
            else
            {
                path.Add(name);
            }
        }

        return (e => CelValue.Of(Walk(e, path, path.Count)), path, call);
    }

    private CelNode Calls(CelNode node, string? call = null)
    {
        while (call is not null || _lexer.TakeSign("."))
        {
            if (call is null)
            {
                call = _lexer.Kind == CelToken.Name ? _lexer.Value : throw new CelException($"a function name is expected {_lexer.Place}");
                _lexer.Advance();
            }

            _lexer.Expect("(");
            Func<string, string, bool> test = call switch
            {
                "startsWith" => (text, part) => text.StartsWith(part, StringComparison.Ordinal),
                "endsWith" => (text, part) => text.EndsWith(part, StringComparison.Ordinal),
                "contains" => (text, part) => text.Contains(part, StringComparison.Ordinal),
                _ => throw new CelException($"the function {call}() is not supported (startsWith, endsWith, contains are)"),
            };
            var (subject, argument) = (node, Closed(Or(), ")"));
            node = e => new(test(subject(e).AsText(), argument(e).AsText()));
            call = null;
        }

        return node;
    }

    private static JsonElement Walk(JsonElement e, List<string> path, int steps)
    {
        for (var i = 1; i < steps; i++)
        {
            if (e.ValueKind != JsonValueKind.Object || !e.TryGetProperty(path[i], out var next))
            {
                throw new CelException($"the event has no {string.Join('.', path.Take(i + 1))}");
            }

            e = next;
        }

        return e;
    }
}
