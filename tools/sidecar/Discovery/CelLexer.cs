using System.Globalization;
using System.Text;

namespace CoretimeDesk.Sidecar.Discovery;

internal enum CelToken
{
    End,
    Name,
    Text,
    Number,
    Sign,
}

/// <summary>Splits a CEL expression into tokens.</summary>
internal sealed class CelLexer
{
    private static readonly string[] Signs = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "[", "]", ".", ",", "-"];
    private readonly string _source;
    private int _at;

    /// <exception cref="CelException">The first token is not CEL.</exception>
    public CelLexer(string source)
    {
        _source = source;
        Advance();
    }

    public CelToken Kind { get; private set; }

    /// <summary>The name, the sign, or the content of the literal.</summary>
    public string Value { get; private set; } = "";

    public double Number { get; private set; }

    public string Place => Kind == CelToken.End ? "at the end" : $"at '{Value}'";

    public bool IsSign(string sign) => Kind == CelToken.Sign && Value == sign;

    public bool TakeSign(string sign)
    {
        if (!IsSign(sign))
        {
            return false;
        }

        Advance();
        return true;
    }

    /// <exception cref="CelException">Another token stands here.</exception>
    public void Expect(string sign)
    {
        if (!TakeSign(sign))
        {
            throw new CelException($"'{sign}' expected {Place}");
        }
    }

    /// <exception cref="CelException">What follows is not a token of the supported part.</exception>
    public void Advance()
    {
        while (_at < _source.Length && char.IsWhiteSpace(_source[_at]))
        {
            _at++;
        }

        if (_at == _source.Length)
        {
            (Kind, Value) = (CelToken.End, "");
        }
        else if (_source[_at] is '"' or '\'')
        {
            (Kind, Value) = (CelToken.Text, ReadText(_source[_at]));
        }
        else if (char.IsAsciiDigit(_source[_at]))
        {
            ReadNumber();
        }
        else if (char.IsAsciiLetter(_source[_at]) || _source[_at] == '_')
        {
            var start = _at;
            while (_at < _source.Length && (char.IsAsciiLetterOrDigit(_source[_at]) || _source[_at] == '_'))
            {
                _at++;
            }

            (Kind, Value) = (CelToken.Name, _source[start.._at]);
            if (_at < _source.Length && _source[_at] is '"' or '\'')
            {
                throw new CelException($"text literals with the prefix '{Value}' are not supported");
            }
        }
        else
        {
            var sign = Signs.FirstOrDefault(s => string.CompareOrdinal(_source, _at, s, 0, s.Length) == 0)
                ?? throw new CelException($"'{_source[_at]}' is not supported");
            _at += sign.Length;
            (Kind, Value) = (CelToken.Sign, sign);
        }
    }

    private void ReadNumber()
    {
        var start = _at;
        while (_at < _source.Length && (char.IsAsciiLetterOrDigit(_source[_at]) || _source[_at] == '.'))
        {
            _at++;
        }

        var text = _source[start.._at];
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            throw new CelException($"the number '{text}' is not supported (decimal digits and a point are)");
        }

        (Kind, Value, Number) = (CelToken.Number, text, number);
    }

    private string ReadText(char quote)
    {
        var text = new StringBuilder();
        for (_at++; _at < _source.Length; _at++)
        {
            if (_source[_at] == quote)
            {
                _at++;
                return text.ToString();
            }

            if (_source[_at] != '\\')
            {
                text.Append(_source[_at]);
                continue;
            }

            _at++;
            text.Append(_at == _source.Length ? '\0' : _source[_at] switch
            {
                '\\' or '"' or '\'' => _source[_at],
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                var other => throw new CelException($"the escape '\\{other}' is not supported"),
            });
        }

        throw new CelException("a text literal has no end");
    }
}
