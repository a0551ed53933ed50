package io.postrider.broker.selector;

import io.postrider.broker.selector.Arithmetic.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Builds the expression of a selector by recursive descent, one method per precedence level (section 3.8.1.1):
 *
 * <pre>
 * selector    = disjunction END
 * disjunction = conjunction { OR conjunction }
 * conjunction = negation { AND negation }
 * negation    = NOT negation | predicate
 * predicate   = sum [ comparison | IS [NOT] NULL | [NOT] BETWEEN sum AND sum | [NOT] IN (...) | [NOT] LIKE ... ]
 * sum         = product { (+|-) product }
 * product     = sign { (*|/) sign }
 * sign        = (+|-) sign | operand
 * operand     = literal | identifier | ( disjunction )
 * </pre>
 *
 * <p>Parentheses hold conditions and arithmetic alike, so the levels are one grammar; each place checks the kind it needs.
 */
final class Parser {

    /** Parentheses, NOT and signs within each other. Each level is at most ten calls deep, here and in evaluation. */
    static final int NESTING_MAX = 100;

    /**
     * Operands and operators. Every message is evaluated on the core's thread, where this many comparisons take about 10 us;
     * a LIKE takes about 5 ns more for each character that it looks at.
     */
    static final int NODES_MAX = 4_096;

    private static final String OPERAND = "an identifier, a literal or '('";

    private final Tokenizer tokenizer;
    private Token token;
    private int nesting;
    private int nodes;

    Parser(Tokenizer tokenizer) throws InvalidSelector {
        this.tokenizer = tokenizer;
        this.token = tokenizer.next();
    }

    Expression selector() throws InvalidSelector {
        int start = token.position();
        Expression condition = disjunction();
        take(TokenType.END, "an operator or the end of the selector");
        return requireCondition(condition, start);
    }

    private Expression disjunction() throws InvalidSelector {
        int start = token.position();
        Expression first = conjunction();
        if (token.type() != TokenType.OR) {
            return first;
        }
        List<Expression> operands = new ArrayList<>();
        operands.add(requireCondition(first, start));
        while (skip(TokenType.OR)) {
            start = token.position();
            operands.add(requireCondition(conjunction(), start));
        }
        return node(new Or(operands));
    }

    private Expression conjunction() throws InvalidSelector {
        int start = token.position();
        Expression first = negation();
        if (token.type() != TokenType.AND) {
            return first;
        }
        List<Expression> operands = new ArrayList<>();
        operands.add(requireCondition(first, start));
        while (skip(TokenType.AND)) {
            start = token.position();
            operands.add(requireCondition(negation(), start));
        }
        return node(new And(operands));
    }

    private Expression negation() throws InvalidSelector {
        if (token.type() != TokenType.NOT) {
            return predicate();
        }
        enter();
        take();
        int start = token.position();
        Expression operand = requireCondition(negation(), start);
        leave();
        return node(new Not(operand));
    }

    private Expression predicate() throws InvalidSelector {
        int start = token.position();
        Expression left = sum();
        boolean isNot = skip(TokenType.NOT);
        return switch (token.type()) {
            case BETWEEN -> between(left, start, isNot);
            case IN -> in(left, start, isNot);
            case LIKE -> like(left, start, isNot);
            default -> {
                if (isNot) {
                    throw unexpected("BETWEEN, IN or LIKE after NOT");
                }
                yield comparisonOrAlone(left, start);
            }
        };
    }

    private Expression comparisonOrAlone(Expression left, int start) throws InvalidSelector {
        return switch (token.type()) {
            case IS -> isNull(left, start);
            case EQUAL -> comparison(left, start, Comparison.Operator.EQUAL);
            case NOT_EQUAL -> comparison(left, start, Comparison.Operator.NOT_EQUAL);
            case LESS -> comparison(left, start, Comparison.Operator.LESS);
            case LESS_OR_EQUAL -> comparison(left, start, Comparison.Operator.LESS_OR_EQUAL);
            case GREATER -> comparison(left, start, Comparison.Operator.GREATER);
            case GREATER_OR_EQUAL -> comparison(left, start, Comparison.Operator.GREATER_OR_EQUAL);
            default -> left;
        };
    }

    private Expression comparison(Expression left, int leftStart, Comparison.Operator operator) throws InvalidSelector {
        take();
        int rightStart = token.position();
        Expression right = sum();
        if (operator.orders()) {
            String reason = operator.symbol() + " compares numbers only";
            requireNumber(left, leftStart, reason);
            requireNumber(right, rightStart, reason);
        } else if (!right.kind().canBe(left.kind())) {
            throw new InvalidSelector(rightStart, right.kind().description(),
                left.kind().description() + ", as on the other side of " + operator.symbol());
        }
        return node(new Comparison(left, operator, right));
    }

    private Expression isNull(Expression left, int start) throws InvalidSelector {
        Identifier identifier = requireIdentifier(left, start, "IS NULL");
        take();
        boolean isNot = skip(TokenType.NOT);
        take(TokenType.NULL, isNot ? "NULL" : "NULL or NOT NULL");
        return node(new IsNull(identifier, isNot));
    }

    private Expression between(Expression operand, int start, boolean isNot) throws InvalidSelector {
        String reason = "BETWEEN compares numbers only";
        requireNumber(operand, start, reason);
        take();
        int lowStart = token.position();
        Expression low = requireNumber(sum(), lowStart, reason);
        take(TokenType.AND, "AND between the bounds of BETWEEN");
        int highStart = token.position();
        Expression high = requireNumber(sum(), highStart, reason);
        return node(new Between(operand, low, high, isNot));
    }

    private Expression in(Expression left, int start, boolean isNot) throws InvalidSelector {
        Identifier identifier = requireIdentifier(left, start, "IN");
        take();
        take(TokenType.OPEN, "'(' after IN");
        Set<String> strings = new HashSet<>();
        do {
            strings.add(take(TokenType.STRING, "a string literal in the list of IN").text());
        } while (skip(TokenType.COMMA));
        take(TokenType.CLOSE, "',' or ')' in the list of IN");
        return node(new In(identifier, strings, isNot));
    }

    private Expression like(Expression left, int start, boolean isNot) throws InvalidSelector {
        Identifier identifier = requireIdentifier(left, start, "LIKE");
        take();
        Token pattern = take(TokenType.STRING, "a string literal as the pattern of LIKE");
        if (!skip(TokenType.ESCAPE)) {
            return node(new Like(identifier, LikePattern.of(pattern), isNot));
        }
        Token escape = take(TokenType.STRING, "a string of one character to escape with");
        return node(new Like(identifier, LikePattern.of(pattern, escape), isNot));
    }

    private Expression sum() throws InvalidSelector {
        int start = token.position();
        Expression first = product();
        List<Step> steps = new ArrayList<>();
        while (token.type() == TokenType.PLUS || token.type() == TokenType.MINUS) {
            Token sign = take();
            int operandStart = token.position();
            Expression operand = requireNumber(product(), operandStart, "operand of " + sign.text());
            steps.add(node(sign.type() == TokenType.PLUS ? Arithmetic.Operator.PLUS : Arithmetic.Operator.MINUS, operand));
        }
        return steps.isEmpty() ? first : new Arithmetic(requireNumber(first, start, "operand of + or -"), steps);
    }

    private Expression product() throws InvalidSelector {
        int start = token.position();
        Expression first = sign();
        List<Step> steps = new ArrayList<>();
        while (token.type() == TokenType.TIMES || token.type() == TokenType.DIVIDE) {
            Token sign = take();
            int operandStart = token.position();
            Expression operand = requireNumber(sign(), operandStart, "operand of " + sign.text());
            steps.add(node(sign.type() == TokenType.TIMES ? Arithmetic.Operator.TIMES : Arithmetic.Operator.DIVIDE, operand));
        }
        return steps.isEmpty() ? first : new Arithmetic(requireNumber(first, start, "operand of * or /"), steps);
    }

    private Expression sign() throws InvalidSelector {
        if (token.type() != TokenType.PLUS && token.type() != TokenType.MINUS) {
            return operand();
        }
        enter();
        Token sign = take();
        boolean isNegative = sign.type() == TokenType.MINUS;
        Expression signed;
        if (isNegative && token.type() == TokenType.EXACT) {
            signed = Numeral.exact(take(), true);
        } else {
            int start = token.position();
            Expression operand = requireNumber(sign(), start, "operand of " + sign.text());
            signed = isNegative ? operand.negated() : operand.plus();
        }
        leave();
        return node(signed);
    }

    private Expression operand() throws InvalidSelector {
        return switch (token.type()) {
            case OPEN -> inParentheses();
            case IDENTIFIER -> node(Identifier.named(token.text(), take().position()));
            case STRING -> node(Literal.string(take().text()));
            case EXACT -> node(Numeral.exact(take(), false));
            case APPROXIMATE -> node(Numeral.approximate(take()));
            case TRUE, FALSE -> node(Literal.bool(take().type() == TokenType.TRUE));
            default -> throw unexpected(OPERAND);
        };
    }

    private Expression inParentheses() throws InvalidSelector {
        enter();
        take();
        Expression expression = disjunction();
        take(TokenType.CLOSE, "an operator or ')'");
        leave();
        return expression;
    }

    private static Expression requireCondition(Expression expression, int start) throws InvalidSelector {
        return require(Kind.BOOLEAN, expression, start, "a condition");
    }

    private static Expression requireNumber(Expression expression, int start, String reason) throws InvalidSelector {
        return require(Kind.NUMBER, expression, start, "a number (" + reason + ")");
    }

    private static Expression require(Kind kind, Expression expression, int start, String expected) throws InvalidSelector {
        if (!expression.kind().canBe(kind)) {
            throw new InvalidSelector(start, expression.kind().description(), expected);
        }
        return expression;
    }

    private static Identifier requireIdentifier(Expression expression, int start, String operator) throws InvalidSelector {
        if (expression instanceof Identifier identifier) {
            return identifier;
        }
        throw new InvalidSelector(start, expression.kind().description(), "an identifier before " + operator);
    }

    private Step node(Arithmetic.Operator operator, Expression operand) throws InvalidSelector {
        count();
        return new Step(operator, operand);
    }

    private <E extends Expression> E node(E expression) throws InvalidSelector {
        count();
        return expression;
    }

    private void count() throws InvalidSelector {
        if (++nodes > NODES_MAX) {
            throw new InvalidSelector(token.position(), "more than " + NODES_MAX + " operands and operators",
                "at most that many (IN takes any number of strings)");
        }
    }

    private void enter() throws InvalidSelector {
        if (++nesting > NESTING_MAX) {
            throw new InvalidSelector(token.position(), token.description() + " at level " + nesting,
                "at most " + NESTING_MAX + " parentheses, NOT and signs within each other");
        }
    }

    private void leave() {
        nesting--;
    }

    private boolean skip(TokenType type) throws InvalidSelector {
        if (token.type() != type) {
            return false;
        }
        take();
        return true;
    }

    private Token take(TokenType type, String expected) throws InvalidSelector {
        if (token.type() != type) {
            throw unexpected(expected);
        }
        return take();
    }

    private Token take() throws InvalidSelector {
        Token taken = token;
        token = tokenizer.next();
        return taken;
    }

    private InvalidSelector unexpected(String expected) {
        return new InvalidSelector(token.position(), token.description(), expected);
    }
}
