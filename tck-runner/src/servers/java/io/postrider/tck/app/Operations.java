package io.postrider.tck.app;

import jakarta.ejb.EJB;
import jakarta.jms.JMSException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What the tests have the application do, with one call each: the answer is a text, or status 500 and the exception. */
@WebServlet("/do")
public class Operations extends HttpServlet {
    private static final int FAILED = 500;

    @EJB
    private Messaging messaging;
    @EJB
    private Transfers transfers;
    @EJB
    private SignOns signOns;
    @EJB
    private SupportLevels levels;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String answer;
        try {
            answer = answer(request);
        } catch (JMSException | RuntimeException e) {
            log("an operation failed", e);
            response.setStatus(FAILED);
            answer = e.toString();
        }
        response.setContentType("text/plain");
        response.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    }

    private String answer(HttpServletRequest request) throws JMSException {
        String queue = request.getParameter("queue");
        String text = request.getParameter("text");
        boolean rollback = "true".equals(request.getParameter("rollback"));
        String operation = String.valueOf(request.getParameter("operation"));
        return switch (operation) {
            case "pid" -> String.valueOf(ProcessHandle.current().pid());
            case "threads" -> threads();
            case "order" -> messaging.order(text);
            case "sendByResource" -> messaging.sendByResource(queue, text);
            case "receiveByResource" -> messaging.receiveByResource(queue);
            case "sendByContext" -> messaging.sendByContext(queue, text);
            case "receiveByContext" -> messaging.receiveByContext(queue);
            case "sendToBoth" -> transfers.sendToBoth(queue, text, rollback);
            case "sendToBothAsMapped" -> transfers.sendToBothAsMapped(queue, text);
            case "sendAndRecord" -> transfers.sendAndRecord(queue, text, rollback);
            case "rows" -> transfers.rows(text);
            case "sendAsConfigured" -> signOns.sendAsConfigured(queue, text);
            case "sendAsMapped" -> signOns.sendAsMapped(queue, text);
            case "sendAsMappedWrongly" -> signOns.sendAsMappedWrongly(queue, text);
            case "sendAs" -> signOns.sendAs(request.getParameter("user"), request.getParameter("password"), queue, text);
            case "sendLocally" -> levels.sendLocally(queue, text, rollback);
            case "sendLocallyAndHold" -> levels.sendLocallyAndHold(queue, text);
            case "receiveLocally" -> levels.receiveLocally(queue, rollback);
            case "sendUntransacted" -> levels.sendUntransacted(queue, text, rollback);
            case "receiveUntransacted" -> levels.receiveUntransacted(queue, rollback);
            default -> throw new IllegalArgumentException("no operation '" + operation + "'");
        };
    }

    /** How many threads there are of each name, without the numbers in it. */
    private static String threads() {
        Map<String, Integer> counts = new TreeMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            counts.merge(thread.getName().replaceAll("[0-9]+", "#"), 1, Integer::sum);
        }
        StringBuilder text = new StringBuilder();
        counts.forEach((name, count) -> text.append(count).append(' ').append(name).append('\n'));
        return text.toString();
    }
}
